import Timekeeping
import Verification
import Workflow

extension SQLiteTransaction: ReviewReading {
    private static let reviewColumns = "id, session, kind, assignee, is_open, due_at, created_at"
    /// Open ones first, then by due time, those without one last; the id makes the order total, which paging needs.
    private static let reviewOrder = "1 - is_open, coalesce(due_at, 9223372036854775807), id"

    func review(_ id: ReviewID) throws -> ReviewRow? {
        try first("SELECT \(Self.reviewColumns) FROM reviews WHERE id = ?1", .id(id), decode: Self.decodeReview)
    }

    func reviews(assignee: StaffID, openOnly: Bool, after cursor: ReviewID?, limit: Int) throws -> [ReviewRow] {
        try all(
            """
            SELECT \(Self.reviewColumns) FROM reviews WHERE assignee = ?1 AND is_open >= ?2
            AND (?3 IS NULL OR (\(Self.reviewOrder)) > (SELECT \(Self.reviewOrder) FROM reviews WHERE id = ?3))
            ORDER BY \(Self.reviewOrder) LIMIT ?4
            """, .id(assignee), .flag(openOnly), .id(cursor), .limit(limit), decode: Self.decodeReview)
    }

    func closedReviews(assignee: StaffID, from: Instant, skipping: Int, limit: Int) throws -> [ReviewRow] {
        try all(
            """
            SELECT \(Self.reviewColumns) FROM reviews WHERE assignee = ?1 AND is_open = 0 AND created_at >= ?2
            ORDER BY created_at DESC, id DESC LIMIT ?4 OFFSET ?3
            """, .id(assignee), .instant(from), .limit(skipping), .limit(limit), decode: Self.decodeReview)
    }

    func closedReviewCount(assignee: StaffID) throws -> Int {
        try first("SELECT count(*) FROM reviews WHERE assignee = ?1 AND is_open = 0", .id(assignee)) { try $0.int(0) }
            ?? 0
    }

    func openReviewsWithoutAssignee(limit: Int) throws -> [ReviewRow] {
        try all(
            """
            SELECT \(Self.reviewColumns) FROM reviews WHERE assignee IS NULL AND is_open = 1
            ORDER BY \(Self.reviewOrder) LIMIT ?1
            """, .limit(limit), decode: Self.decodeReview)
    }

    func reviewLoads() throws -> [StaffID: Int] {
        let counts = try all(
            """
            SELECT assignee, count(*) FROM reviews WHERE is_open = 1 AND assignee IS NOT NULL GROUP BY assignee
            """
        ) { (try $0.id(0) as StaffID, try $0.int(1)) }
        return Dictionary(counts) { first, _ in first }
    }

    private static func decodeReview(_ columns: Columns) throws -> ReviewRow {
        ReviewRow(
            id: try columns.id(0), session: try columns.id(1), kind: try columns.text(2),
            assignee: try columns.optionalID(3), isOpen: try columns.flag(4), dueAt: try columns.optionalInstant(5),
            createdAt: try columns.instant(6))
    }
}

extension SQLiteTransaction: ReviewWriting {
    func upsert(_ review: ReviewRow) throws {
        try execute(
            """
            INSERT INTO reviews (id, session, kind, assignee, is_open, due_at, created_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
            ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, assignee = excluded.assignee,
                is_open = excluded.is_open, due_at = excluded.due_at
            """, .id(review.id), .id(review.session), .text(review.kind), .id(review.assignee), .flag(review.isOpen),
            .instant(review.dueAt), .instant(review.createdAt))
    }
}
