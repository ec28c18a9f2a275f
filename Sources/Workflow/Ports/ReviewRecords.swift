public import Timekeeping
public import Verification

/// A review as the reviewers' queue needs it; the session's stream is the truth.
public struct ReviewRow: Sendable, Equatable {
    public var id: ReviewID
    public var session: SessionID
    public var kind: String
    public var assignee: StaffID?
    public var isOpen: Bool
    public var dueAt: Instant?
    public var createdAt: Instant

    public init(
        id: ReviewID, session: SessionID, kind: String, assignee: StaffID?, isOpen: Bool, dueAt: Instant?,
        createdAt: Instant
    ) {
        self.id = id
        self.session = session
        self.kind = kind
        self.assignee = assignee
        self.isOpen = isOpen
        self.dueAt = dueAt
        self.createdAt = createdAt
    }
}

public protocol ReviewReading {
    func review(_ id: ReviewID) throws -> ReviewRow?
    /// Open ones first, then by due time; after `cursor` exclusively.
    func reviews(assignee: StaffID, openOnly: Bool, after cursor: ReviewID?, limit: Int) throws -> [ReviewRow]
    /// Closed ones that were opened at or after `from`, the newest first.
    func closedReviews(assignee: StaffID, from: Instant, skipping: Int, limit: Int) throws -> [ReviewRow]
    func closedReviewCount(assignee: StaffID) throws -> Int
    func openReviewsWithoutAssignee(limit: Int) throws -> [ReviewRow]
    /// Open reviews per assignee.
    func reviewLoads() throws -> [StaffID: Int]
}

public protocol ReviewWriting {
    func upsert(_ review: ReviewRow) throws
}
