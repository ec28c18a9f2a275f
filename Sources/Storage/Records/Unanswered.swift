import Timekeeping
import Verification
import Workflow

extension SQLiteTransaction: UnansweredReading {
    func unanswered(limit: Int) throws -> [UnansweredRow] {
        try all(
            """
            SELECT waiting.session, since, platform, status, (
                SELECT assignee FROM reviews
                WHERE reviews.session = waiting.session AND is_open = 1 AND assignee IS NOT NULL
                ORDER BY reviews.created_at DESC, reviews.id DESC LIMIT 1)
            FROM unanswered_messages AS waiting JOIN sessions ON sessions.id = waiting.session
            ORDER BY since, waiting.session LIMIT ?1
            """, .limit(limit)
        ) {
            UnansweredRow(
                session: try $0.id(0), since: try $0.instant(1), platform: try $0.id(2), status: try $0.text(3),
                assignee: try $0.optionalID(4))
        }
    }

    func unansweredCount() throws -> Int {
        try first("SELECT count(*) FROM unanswered_messages") { try $0.int(0) } ?? 0
    }

    func unansweredSince(_ session: SessionID) throws -> Instant? {
        try first("SELECT since FROM unanswered_messages WHERE session = ?1", .id(session)) { try $0.instant(0) }
    }
}

extension SQLiteTransaction: UnansweredWriting {
    func markUnanswered(_ session: SessionID, since instant: Instant) throws {
        try execute(
            "INSERT INTO unanswered_messages (session, since) VALUES (?1, ?2) ON CONFLICT (session) DO NOTHING",
            .id(session), .instant(instant))
    }

    func markAnswered(_ session: SessionID) throws {
        try execute("DELETE FROM unanswered_messages WHERE session = ?1", .id(session))
    }
}
