public import Timekeeping
public import Verification

/// A case whose person wrote and was not answered.
public struct UnansweredRow: Sendable, Equatable {
    public var session: SessionID
    /// When the first of the messages came that nobody answered.
    public var since: Instant
    public var platform: PlatformID
    public var status: String
    /// Who has an open review of the case, and so reads its conversation.
    public var assignee: StaffID?

    public init(session: SessionID, since: Instant, platform: PlatformID, status: String, assignee: StaffID?) {
        self.session = session
        self.since = since
        self.platform = platform
        self.status = status
        self.assignee = assignee
    }
}

public protocol UnansweredReading {
    /// Whoever waits longest comes first.
    func unanswered(limit: Int) throws -> [UnansweredRow]
    func unansweredCount() throws -> Int
    /// Since when the case's person waits for an answer; `nil` where they do not.
    func unansweredSince(_ session: SessionID) throws -> Instant?
}

public protocol UnansweredWriting {
    /// The earlier time stays where the person waits already.
    func markUnanswered(_ session: SessionID, since instant: Instant) throws
    func markAnswered(_ session: SessionID) throws
}
