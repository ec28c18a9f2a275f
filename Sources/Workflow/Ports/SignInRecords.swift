public import Timekeeping
public import Verification

/// A password of a member of staff, as its hash.
public struct StaffPasswordRow: Sendable, Equatable {
    public var staff: StaffID
    /// scrypt with its parameters and salt, in one text (the PHC string format).
    public var hash: String
    public var changedAt: Instant

    public init(staff: StaffID, hash: String, changedAt: Instant) {
        self.staff = staff
        self.hash = hash
        self.changedAt = changedAt
    }
}

/// A browser in which a member of staff has signed in.
public struct WebSessionRow: Sendable, Equatable {
    /// Stays the same while tokens come and go; no secret.
    public var id: String
    public var staff: StaffID
    /// HMAC of the token under the server's key; the token itself is never stored.
    public var tokenHash: [UInt8]
    /// The token before this one.
    public var replacedHash: [UInt8]?
    /// Until when the token before still counts; `nil` while this one was not shown yet, so that a lost reply signs nobody out.
    public var replacedUntil: Instant?
    public var createdAt: Instant
    public var rotatedAt: Instant
    public var expiresAt: Instant
    public var revokedAt: Instant?

    public init(
        id: String, staff: StaffID, tokenHash: [UInt8], replacedHash: [UInt8]? = nil, replacedUntil: Instant? = nil,
        createdAt: Instant, rotatedAt: Instant, expiresAt: Instant, revokedAt: Instant? = nil
    ) {
        self.id = id
        self.staff = staff
        self.tokenHash = tokenHash
        self.replacedHash = replacedHash
        self.replacedUntil = replacedUntil
        self.createdAt = createdAt
        self.rotatedAt = rotatedAt
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
    }
}

/// How often something failed, and when last.
public struct FailedTries: Sendable, Equatable {
    public var count: Int
    public var last: Instant?

    public init(count: Int, last: Instant?) {
        self.count = count
        self.last = last
    }
}

public protocol SignInReading {
    func staffPassword(_ staff: StaffID) throws -> StaffPasswordRow?
    /// The session whose token, or whose token before that, has this hash; ended ones too.
    func webSession(hash: [UInt8]) throws -> WebSessionRow?
    func failures(bucket: String, since: Instant) throws -> FailedTries
}

public protocol SignInWriting {
    /// Puts the password in the place of the one before.
    func setPassword(_ row: StaffPasswordRow) throws
    func insert(_ session: WebSessionRow) throws
    func update(_ session: WebSessionRow) throws
    /// Ends every session of the person, except one where it is named by its id.
    func revokeWebSessions(of staff: StaffID, except id: String?, at: Instant) throws
    /// Takes back one failed try that was recorded at this time.
    func forgetFailedTry(bucket: String, at: Instant) throws
    func deleteFailedTries(before: Instant) throws
    /// Each person's newest session stays, which tells when they last signed in.
    func deleteWebSessions(expiredBefore: Instant) throws
}
