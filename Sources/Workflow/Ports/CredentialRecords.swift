public import Timekeeping

public struct CredentialRow: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        case link, code
        case candidate
        case staff
    }

    /// HMAC of the secret under the server's key; the secret itself is never stored.
    public var hash: [UInt8]
    public var kind: Kind
    /// The session for link, code and candidate; the staff id for staff.
    public var subject: String
    public var createdAt: Instant
    public var expiresAt: Instant?
    public var revokedAt: Instant?

    public init(
        hash: [UInt8], kind: Kind, subject: String, createdAt: Instant, expiresAt: Instant?, revokedAt: Instant? = nil
    ) {
        self.hash = hash
        self.kind = kind
        self.subject = subject
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
    }
}

public protocol CredentialReading {
    func credential(kind: CredentialRow.Kind, hash: [UInt8]) throws -> CredentialRow?
    /// How often a wrong secret was tried under this bucket since the given time.
    func failedTries(bucket: String, since: Instant) throws -> Int
}

public protocol CredentialWriting {
    func insert(_ credential: CredentialRow) throws
    func revokeCredentials(kind: CredentialRow.Kind, subject: String, at: Instant) throws
    func recordFailedTry(bucket: String, at: Instant) throws
    func clearFailedTries(bucket: String) throws
}
