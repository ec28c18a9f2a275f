import Foundation
import GRDB
import Timekeeping
import Verification
import Workflow

/// What operators look at: counts and lists over the whole record.
///
/// Session ids begin with their time, and events are stored in order of their session; so a span of time is one stretch
/// of the events' own order, which is read once, grouped as it comes, and never sorted or kept.
extension SQLiteTransaction: StatisticsReading {
    func eachCourse(from: Instant, to: Instant, _ body: (SessionCourse) throws -> Void) throws {
        let bounds = [from, to].map { SessionID.generated(at: $0, high: 0, low: 0).rawValue }
        try translatingErrors {
            let statement = try connection.makeStatement(sql: Self.courses)
            let rows = try Row.fetchCursor(statement, arguments: StatementArguments(bounds))
            while let row = try rows.next() { try body(Self.decodeCourse(Columns(row: row))) }
        }
    }

    /// `max` picks the one value that is not NULL; the first event of a stream is its opening.
    private static let courses = """
        SELECT
            min(CASE kind WHEN 'session.opened' THEN at END),
            min(CASE kind WHEN 'interview.booked' THEN at END),
            min(CASE kind WHEN 'interview.started' THEN at END),
            min(CASE kind WHEN 'outcome.issued' THEN at END),
            max(CASE kind WHEN 'session.opened' THEN json_extract(payload, '$.profile.timeZone') END),
            max(CASE kind WHEN 'session.opened' THEN json_extract(payload, '$.profile.languages[0]') END),
            max(CASE kind WHEN 'session.opened' THEN json_extract(payload, '$.profile.declaredStack') END),
            group_concat(CASE WHEN kind = 'attempt.closed' AND json_extract(payload, '$.result') = 'aborted_technical'
                THEN coalesce(json_extract(payload, '$.faultParty'), 'unknown') END),
            group_concat(CASE kind WHEN 'interview.scored' THEN json_extract(payload, '$.call.verdict') END),
            sum(kind = 'proposal.made'),
            sum(kind = 'proposal.closed' AND json_extract(payload, '$.value') = 'lapsed'),
            sum(kind = 'appeal.decided' AND json_extract(payload, '$.effect') IS 'reversal'),
            sum(kind = 'appeal.decided' AND json_extract(payload, '$.state') = 'granted'),
            sum(kind = 'appeal.decided' AND json_extract(payload, '$.state') = 'refused')
        FROM events
        WHERE session >= ?1 AND session < ?2 AND kind IN ('session.opened', 'interview.booked', 'interview.started',
            'interview.scored', 'outcome.issued', 'attempt.closed', 'proposal.made', 'proposal.closed', 'appeal.decided')
        GROUP BY session
        """

    private static func decodeCourse(_ columns: Columns) throws -> SessionCourse {
        let stack = try columns.optionalText(6)
        return SessionCourse(
            openedAt: try columns.instant(0), bookedAt: try columns.optionalInstant(1),
            heldAt: try columns.optionalInstant(2), decidedAt: try columns.optionalInstant(3),
            timeZone: try columns.optionalText(4) ?? "", language: try columns.optionalText(5),
            skills: try stack.map(decodeStack) ?? [], aborts: counts(try columns.optionalText(7)),
            lines: counts(try columns.optionalText(8)), proposals: try columns.int(9), lapses: try columns.int(10),
            reversals: try columns.int(11), appealsGranted: try columns.int(12), appealsRefused: try columns.int(13))
    }

    private static func counts(_ words: String?) -> [String: Int] {
        (words ?? "").split(separator: ",").reduce(into: [:]) { $0[String($1), default: 0] += 1 }
    }

    private static func decodeStack(_ text: String) throws -> [DeclaredSkill] {
        do {
            return try JSONDecoder().decode([DeclaredSkill].self, from: Data(text.utf8))
        } catch {
            throw StorageFailure.undecodable("The stored column declaredStack holds what this version cannot read.")
        }
    }

    func openDemand() throws -> [String: Int] {
        let counts = try all(
            """
            SELECT json_extract(skill.value, '$.skill'), count(*)
            FROM open_sessions AS open JOIN events ON events.session = open.session AND events.version = 1,
                json_each(events.payload, '$.profile.declaredStack') AS skill
            WHERE json_extract(skill.value, '$.skill') IS NOT NULL GROUP BY 1
            """
        ) { (try $0.text(0), try $0.int(1)) }
        return Dictionary(counts) { $0 + $1 }
    }

    func sessionCounts() throws -> [String: Int] {
        let counts = try all("SELECT status, count(*) FROM sessions GROUP BY status") {
            (try $0.text(0), try $0.int(1))
        }
        return Dictionary(counts) { first, _ in first }
    }

    /// Each form has an index of its own; a status is looked up platform by platform, because that is how it is indexed.
    func sessions(
        status: String?, person: PersonID?, after cursor: SessionID?, limit: Int
    ) throws -> [SessionListRow] {
        let columns = "SELECT id, platform, status, created_at, due_at FROM sessions"
        let before = Parameter.text(cursor?.rawValue ?? "vs_~")
        if let person {
            return try all(
                """
                \(columns) WHERE person = ?1 AND id < ?2 AND (?3 IS NULL OR status = ?3) ORDER BY id DESC LIMIT ?4
                """, .id(person), before, .optionalText(status), .limit(limit), decode: Self.decodeListRow)
        }
        guard let status else {
            return try all(
                "\(columns) WHERE id < ?1 ORDER BY id DESC LIMIT ?2", before, .limit(limit), decode: Self.decodeListRow)
        }
        let found = try platforms().flatMap { platform in
            try all(
                "\(columns) WHERE platform = ?1 AND status = ?2 AND id < ?3 ORDER BY id DESC LIMIT ?4",
                .id(platform.id), .text(status), before, .limit(limit), decode: Self.decodeListRow)
        }
        return Array(found.sorted { $0.id > $1.id }.prefix(max(0, limit)))
    }

    func sessionsOverdue(since instant: Instant, limit: Int) throws -> (count: Int, rows: [SessionListRow]) {
        let count = try first("SELECT count(*) FROM sessions WHERE due_at <= ?1", .instant(instant)) { try $0.int(0) }
        let rows = try all(
            """
            SELECT id, platform, status, created_at, due_at FROM sessions WHERE due_at <= ?1 ORDER BY due_at, id LIMIT ?2
            """, .instant(instant), .limit(limit), decode: Self.decodeListRow)
        return (count ?? 0, rows)
    }

    private static func decodeListRow(_ columns: Columns) throws -> SessionListRow {
        SessionListRow(
            id: try columns.id(0), platform: try columns.id(1), status: try columns.text(2),
            createdAt: try columns.instant(3), dueAt: try columns.optionalInstant(4))
    }

    // MARK: Deliveries

    private static let deliveryColumns = """
        number, id, session, message, recipient, state, due_at, attempts, created_at, delivered_at, \(hasCopy)
        """
    private static let hasCopy =
        "EXISTS (SELECT 1 FROM outbox AS copy WHERE copy.id = outbox.id || '\(OutboxRow.copyMark)')"

    func outboxSummary(at instant: Instant) throws -> OutboxSummary {
        let pending = try first("SELECT count(*) FROM outbox WHERE state = 'pending'") { try $0.int(0) }
        let due = try first(
            "SELECT count(*), min(first_due_at) FROM outbox WHERE state = 'pending' AND due_at <= ?1",
            .instant(instant)
        ) { (try $0.int(0), try $0.optionalInstant(1)) }
        let failed = try first("SELECT count(*) FROM outbox WHERE state = 'failed' AND NOT \(Self.hasCopy)") {
            try $0.int(0)
        }
        return OutboxSummary(
            pending: pending ?? 0, due: due?.0 ?? 0, failed: failed ?? 0, oldestDueSince: due?.1)
    }

    func deliveries(state: OutboxRow.State?, before number: Int64?, limit: Int) throws -> [DeliveryRow] {
        // A state is written out, because only then do the indexes count that hold rows of one state alone. What was
        // delivered is nearly everything and needs none.
        let rows =
            switch state {
            case nil: "outbox WHERE number < ?1"
            case .pending: "outbox INDEXED BY outbox_by_due_time WHERE number < ?1 AND state = 'pending'"
            case .failed: "outbox INDEXED BY outbox_given_up WHERE number < ?1 AND state = 'failed'"
            case .delivered: "outbox WHERE number < ?1 AND state = 'delivered'"
            }
        return try all(
            "SELECT \(Self.deliveryColumns) FROM \(rows) ORDER BY number DESC LIMIT ?2",
            .integer(number ?? .max), .limit(limit), decode: Self.decodeDelivery)
    }

    func deliveries(of session: SessionID, limit: Int) throws -> [DeliveryRow] {
        try all(
            "SELECT \(Self.deliveryColumns) FROM outbox WHERE session = ?1 ORDER BY number DESC LIMIT ?2", .id(session),
            .limit(limit), decode: Self.decodeDelivery)
    }

    private static func decodeDelivery(_ columns: Columns) throws -> DeliveryRow {
        DeliveryRow(
            number: try columns.integer(0), id: try columns.text(1), session: try columns.optionalID(2),
            message: try columns.text(3), recipient: try columns.text(4), state: try columns.choice(5),
            dueAt: try columns.instant(6), attempts: try columns.int(7), createdAt: try columns.instant(8),
            deliveredAt: try columns.optionalInstant(9), isSentAgain: try columns.flag(10))
    }

    // MARK: Contradictions and the file

    /// Only the latest acknowledgement of an outcome counts, and only the latest outcome of a person can be contradicted
    /// by an account that is closed.
    func contradictedOutcomes(limit: Int) throws -> [AcknowledgedOutcomeRow] {
        // Two forms, each with an index of its own: what is no longer in force, and what was said against what is.
        try all(
            """
            SELECT * FROM (
                SELECT outcomes.id, outcomes.session, outcomes.platform, determination, status_value, said.state,
                    account_state, at, said.number AS number
                FROM outcomes JOIN acknowledgements AS said ON said.number = (
                    SELECT max(number) FROM acknowledgements WHERE outcome = outcomes.id)
                WHERE status_value <> 0 AND outcomes.state = 'issued' AND said.state = 'applied' AND NOT EXISTS (
                    SELECT 1 FROM outcomes_in_force AS force JOIN acknowledgements AS later
                        ON later.outcome = force.outcome
                    WHERE force.person = outcomes.person AND force.outcome <> outcomes.id
                        AND later.state = 'applied' AND later.number > said.number)
                UNION ALL
                SELECT outcomes.id, outcomes.session, outcomes.platform, determination, status_value, said.state,
                    account_state, at, said.number
                FROM acknowledgements AS said INDEXED BY acknowledgements_unwelcome
                    CROSS JOIN outcomes ON outcomes.id = said.outcome
                WHERE (said.state <> 'applied' OR said.account_state IN ('blocked', 'restricted'))
                    AND status_value = 0 AND (said.state <> 'applied' OR determination = 'verified')
                    AND said.number = (SELECT max(number) FROM acknowledgements WHERE outcome = said.outcome))
            ORDER BY number DESC LIMIT ?1
            """, .limit(limit)
        ) {
            AcknowledgedOutcomeRow(
                outcome: try $0.id(0), session: try $0.id(1), platform: try $0.id(2), determination: try $0.text(3),
                statusValue: try $0.int(4), state: try $0.text(5), accountState: try $0.optionalText(6),
                at: try $0.instant(7))
        }
    }

    func unsignedOutcomes(preparedBefore instant: Instant) throws -> Int {
        try first("SELECT count(*) FROM outcomes WHERE state = 'intent' AND created_at < ?1", .instant(instant)) {
            try $0.int(0)
        } ?? 0
    }

    func databaseBytes() throws -> Int64 {
        let pages = try first("SELECT page_count FROM pragma_page_count") { try $0.integer(0) } ?? 0
        let size = try first("SELECT page_size FROM pragma_page_size") { try $0.integer(0) } ?? 0
        return pages.multipliedReportingOverflow(by: size).partialValue
    }

    func lastSignIns() throws -> [StaffID: Instant] {
        let rows = try all("SELECT staff, max(created_at) FROM web_sessions GROUP BY staff") {
            (try $0.id(0) as StaffID, try $0.instant(1))
        }
        return Dictionary(rows) { max($0, $1) }
    }
}
