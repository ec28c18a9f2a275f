public import Timekeeping
public import Verification

public struct OutboxRow: Sendable, Equatable {
    public enum State: String, Sendable, CaseIterable { case pending, delivered, failed }

    public var id: String
    public var session: SessionID?
    /// `notice` for now; webhooks and calendar invitations come later.
    public var channel: String
    /// The message's id in the catalogue, such as `booking_confirmed`.
    public var message: String
    /// `candidate`, `platform` or `staff:st_…`.
    public var recipient: String
    /// Values and references as JSON; personal texts are looked up at delivery.
    public var payload: [UInt8]
    public var state: State
    public var dueAt: Instant
    public var attempts: Int
    public var createdAt: Instant

    public init(
        id: String, session: SessionID?, channel: String, message: String, recipient: String, payload: [UInt8],
        state: State, dueAt: Instant, attempts: Int, createdAt: Instant
    ) {
        self.id = id
        self.session = session
        self.channel = channel
        self.message = message
        self.recipient = recipient
        self.payload = payload
        self.state = state
        self.dueAt = dueAt
        self.attempts = attempts
        self.createdAt = createdAt
    }
}

public protocol OutboxReading {
    func outbox(_ id: String) throws -> OutboxRow?
    func outbox(of session: SessionID) throws -> [OutboxRow]
    /// Whether anything pending is due and not leased.
    func hasDueNotice(at instant: Instant) throws -> Bool
}

public protocol OutboxWriting {
    func insert(_ message: OutboxRow) throws
    /// Leases up to `limit` pending messages that are due, oldest due first, at most one per session at a time so that order holds,
    /// until `leaseEnd`; a message whose lease ran out can be leased again.
    func leaseOutbox(at instant: Instant, until leaseEnd: Instant, limit: Int) throws -> [OutboxRow]
    func markDelivered(_ id: String, at: Instant) throws
    /// Counts the attempt and sets the next; `nil` gives up.
    func markFailed(_ id: String, nextAttempt: Instant?) throws
}
