import Timekeeping
import Verification
import Workflow

extension SQLiteTransaction: OutboxReading {
    private static let outboxColumns = """
        id, session, channel, message, recipient, payload, state, due_at, attempts, created_at
        """

    func outbox(_ id: String) throws -> OutboxRow? {
        try first("SELECT \(Self.outboxColumns) FROM outbox WHERE id = ?1", .text(id), decode: Self.decodeMessage)
    }

    func outbox(of session: SessionID) throws -> [OutboxRow] {
        try all(
            "SELECT \(Self.outboxColumns) FROM outbox WHERE session = ?1 ORDER BY number", .id(session),
            decode: Self.decodeMessage)
    }

    private static func decodeMessage(_ columns: Columns) throws -> OutboxRow {
        OutboxRow(
            id: try columns.text(0), session: try columns.optionalID(1), channel: try columns.text(2),
            message: try columns.text(3), recipient: try columns.text(4), payload: try columns.json(5),
            state: try columns.choice(6), dueAt: try columns.instant(7), attempts: try columns.int(8),
            createdAt: try columns.instant(9))
    }

    func hasDueNotice(at instant: Instant) throws -> Bool {
        try !all(
            """
            SELECT 1 FROM outbox
            WHERE state = 'pending' AND due_at <= ?1 AND (lease_until IS NULL OR lease_until <= ?1) LIMIT 1
            """, .instant(instant)
        ) { try $0.int(0) }.isEmpty
    }
}

extension SQLiteTransaction: OutboxWriting {
    func insert(_ message: OutboxRow) throws {
        try execute(
            """
            INSERT INTO outbox (id, session, channel, message, recipient, payload, state, first_due_at, due_at, attempts,
                created_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?8, ?9, ?10)
            """, .text(message.id), .id(message.session), .text(message.channel), .text(message.message),
            .text(message.recipient), .json(message.payload), .text(message.state.rawValue), .instant(message.dueAt),
            .integer(message.attempts), .instant(message.createdAt))
    }

    func leaseOutbox(at instant: Instant, until leaseEnd: Instant, limit: Int) throws -> [OutboxRow] {
        // A session's order is that of the first due times, which a retry does not move: an earlier message that waits
        // for its next attempt holds back the later ones, while a reminder for next week holds back nothing.
        let leased = try all(
            """
            UPDATE outbox SET lease_until = ?2 WHERE number IN (
                SELECT number FROM outbox AS message
                WHERE state = 'pending' AND due_at <= ?1 AND (lease_until IS NULL OR lease_until <= ?1)
                AND NOT EXISTS (
                    SELECT 1 FROM outbox AS other
                    WHERE other.session = message.session AND other.state = 'pending' AND other.number <> message.number
                    AND (other.lease_until > ?1
                        OR (other.first_due_at, other.number) < (message.first_due_at, message.number)))
                ORDER BY due_at, number LIMIT ?3)
            RETURNING \(Self.outboxColumns), number
            """, .instant(instant), .instant(leaseEnd), .limit(limit)
        ) { (row: try Self.decodeMessage($0), number: try $0.integer(10)) }
        // RETURNING promises no order.
        return leased.sorted { ($0.row.dueAt, $0.number) < ($1.row.dueAt, $1.number) }.map(\.row)
    }

    func markDelivered(_ id: String, at instant: Instant) throws {
        try execute(
            """
            UPDATE outbox SET state = 'delivered', delivered_at = ?2, lease_until = NULL
            WHERE id = ?1 AND state = 'pending'
            """, .text(id), .instant(instant))
    }

    func markFailed(_ id: String, nextAttempt: Instant?) throws {
        try execute(
            """
            UPDATE outbox SET attempts = attempts + 1, lease_until = NULL, due_at = coalesce(?2, due_at),
                state = CASE WHEN ?2 IS NULL THEN 'failed' ELSE 'pending' END
            WHERE id = ?1 AND state = 'pending'
            """, .text(id), .instant(nextAttempt))
    }
}
