public import Timekeeping
public import Verification

public struct StaffRow: Sendable, Equatable {
    public var id: StaffID
    public var email: String
    public var name: String
    public var roles: Set<StaffRole>
    /// An interviewer's `InterviewerProfile` (availability, skills, languages) as JSON; empty for others.
    public var profile: [UInt8]
    public var suspendedAt: Instant?
    public var createdAt: Instant

    public init(
        id: StaffID, email: String, name: String, roles: Set<StaffRole>, profile: [UInt8], suspendedAt: Instant?,
        createdAt: Instant
    ) {
        self.id = id
        self.email = email
        self.name = name
        self.roles = roles
        self.profile = profile
        self.suspendedAt = suspendedAt
        self.createdAt = createdAt
    }
}

public protocol StaffReading {
    func staff(_ id: StaffID) throws -> StaffRow?
    func staff(email: String) throws -> StaffRow?
    /// Everybody, suspended people included, in order of id.
    func allStaff() throws -> [StaffRow]
}

public protocol StaffWriting {
    func insert(_ staff: StaffRow) throws
    func update(_ staff: StaffRow) throws
}
