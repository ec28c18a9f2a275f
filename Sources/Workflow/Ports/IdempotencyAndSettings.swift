public import Timekeeping

public struct IdempotencyRow: Sendable, Equatable {
    public var scope: String
    public var key: String
    public var fingerprint: [UInt8]
    /// The sealed reply; `nil` while the first request is still in flight.
    public var reply: [UInt8]?
    public var createdAt: Instant

    public init(scope: String, key: String, fingerprint: [UInt8], reply: [UInt8]?, createdAt: Instant) {
        self.scope = scope
        self.key = key
        self.fingerprint = fingerprint
        self.reply = reply
        self.createdAt = createdAt
    }
}

public protocol IdempotencyReading {
    func idempotency(scope: String, key: String) throws -> IdempotencyRow?
}

public protocol IdempotencyWriting {
    /// False where the key is present already.
    func insert(_ row: IdempotencyRow) throws -> Bool
    func setReply(_ reply: [UInt8], scope: String, key: String) throws
    func deleteIdempotency(scope: String, key: String) throws
    func deleteIdempotency(before: Instant) throws
}

public protocol SettingReading {
    /// Small server-wide values such as the demo clock's offset.
    func setting(_ name: String) throws -> String?
}

public protocol SettingWriting {
    func setSetting(_ name: String, to value: String) throws
}
