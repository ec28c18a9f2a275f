public import Timekeeping
public import Verification

public struct PlatformRow: Sendable, Equatable {
    public var id: PlatformID
    public var name: String
    public var keyHash: [UInt8]
    public var isDemo: Bool
    public var createdAt: Instant

    public init(id: PlatformID, name: String, keyHash: [UInt8], isDemo: Bool, createdAt: Instant) {
        self.id = id
        self.name = name
        self.keyHash = keyHash
        self.isDemo = isDemo
        self.createdAt = createdAt
    }
}

/// One person on one platform. The platform's reference is stored only as its pairwise subject.
public struct PersonRow: Sendable, Equatable {
    public var id: PersonID
    public var platform: PlatformID
    public var subject: String

    public init(id: PersonID, platform: PlatformID, subject: String) {
        self.id = id
        self.platform = platform
        self.subject = subject
    }
}

public protocol PersonReading {
    func platform(_ id: PlatformID) throws -> PlatformRow?
    func platform(keyHash: [UInt8]) throws -> PlatformRow?
    func platforms() throws -> [PlatformRow]
    func person(platform: PlatformID, subject: String) throws -> PersonRow?
    func person(_ id: PersonID) throws -> PersonRow?
    /// Ids of questions that were put to this person in any session.
    func askedQuestions(of person: PersonID) throws -> Set<String>
}

public protocol PersonWriting {
    func insert(_ platform: PlatformRow) throws
    /// Adds the person, or returns the one that is already known by platform and subject.
    func findOrInsert(_ person: PersonRow) throws -> PersonRow
    func recordAsked(_ questions: [String], of person: PersonID, session: SessionID, at: Instant) throws
}
