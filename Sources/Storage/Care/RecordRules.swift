import GRDB
public import Timekeeping
import Workflow

/// What must hold across streams, each as a statement that finds whatever breaks it.
///
/// The schema makes most of it impossible; this looks whether it does, in a record that hands, tools or a failing disk may have
/// changed. Each statement reads in the order of an index or sorts what is booked ahead, so that memory does not grow with the
/// record.
public enum RecordRule: String, Sendable, CaseIterable {
    case doubleBooking, missingCells, staleCells, openSessions, oneOutcomeInForce, sequencer, textsWithoutKey
    case undelivered, overdueNotices, unsignedOutcomes, eventsOfAnotherPlatform

    /// The first schema in which the rule has its tables.
    var since: Int64 { self == .textsWithoutKey ? 3 : 1 }

    /// One column: a sentence about each breach. `?1` is now, in milliseconds since 1970.
    var statement: String {
        switch self {
        case .doubleBooking:
            """
            SELECT who || ' is booked twice at one time: ' || earlier || ' and ' || id || '.' FROM (
                SELECT id, who, starts_at, lag(id) OVER who_and_time AS earlier, max(ends_at) OVER (
                    PARTITION BY who ORDER BY starts_at, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS busy_until
                FROM (SELECT id, interviewer AS who, starts_at, ends_at FROM bookings WHERE state = 'booked'
                    UNION ALL SELECT id, person, starts_at, ends_at FROM bookings WHERE state = 'booked')
                WINDOW who_and_time AS (PARTITION BY who ORDER BY starts_at, id))
            WHERE busy_until > starts_at
            """
        case .missingCells:
            """
            SELECT 'Booking ' || id || ' does not hold all of its time of ' || who || '.' FROM (
                SELECT id, interviewer AS who, starts_at, ends_at FROM bookings WHERE state = 'booked'
                UNION ALL SELECT id, person, starts_at, ends_at FROM bookings WHERE state = 'booked') AS held
            WHERE (SELECT count(*) FROM cells WHERE holder = held.who AND booking = held.id
                AND cell BETWEEN held.starts_at / 300000 AND (held.ends_at - 1) / 300000)
                <> (held.ends_at - 1) / 300000 - held.starts_at / 300000 + 1
            """
        case .staleCells:
            """
            SELECT DISTINCT 'Booking ' || cells.booking || ' is over, or was never stored, and still holds time of '
                || cells.holder || '.'
            FROM cells LEFT JOIN bookings ON bookings.id = cells.booking WHERE bookings.state IS NOT 'booked'
            """
        case .openSessions:
            """
            SELECT 'Session ' || id || ' is open, but not listed as its person''s open one.' FROM sessions
            WHERE is_open = 1 AND NOT EXISTS (SELECT 1 FROM open_sessions AS open WHERE open.session = sessions.id
                AND open.person = sessions.person)
            UNION ALL
            SELECT 'Session ' || open.session || ' is listed as open, but is closed.' FROM open_sessions AS open
            JOIN sessions ON sessions.id = open.session WHERE sessions.is_open = 0
            """
        case .oneOutcomeInForce:
            """
            SELECT 'Outcome ' || id || ' reads as valid, but is not the one in force for its person.' FROM outcomes
            WHERE state = 'issued' AND status_value IN (0, 2)
                AND NOT EXISTS (SELECT 1 FROM outcomes_in_force AS force WHERE force.outcome = outcomes.id)
            UNION ALL
            SELECT 'Outcome ' || force.outcome || ' is in force without having been issued.' FROM outcomes_in_force AS force
            JOIN outcomes ON outcomes.id = force.outcome WHERE outcomes.state <> 'issued'
            """
        case .sequencer:
            """
            SELECT 'The feed has given out position ' || last || ', but counts on from ' || position || '.' FROM sequencer,
                (SELECT coalesce(max(position), 0) AS last FROM events) WHERE position < last
            """
        case .textsWithoutKey:
            """
            SELECT DISTINCT 'Session ' || session || ' has personal texts, but no key that opens them.' FROM personal_texts
            WHERE NOT EXISTS (SELECT 1 FROM session_keys WHERE session_keys.session = personal_texts.session)
            """
        case .undelivered:
            """
            SELECT 'Notice ' || id || ' (' || message || ') was given up after ' || attempts || ' attempts.' FROM outbox
            WHERE state = 'failed' AND NOT EXISTS (SELECT 1 FROM outbox AS again WHERE again.id = outbox.id || 'a')
            """
        case .overdueNotices:
            """
            SELECT 'Notice ' || id || ' (' || message || ') has waited for more than an hour.' FROM outbox
            WHERE state = 'pending' AND due_at < ?1 - 3600000
            """
        case .unsignedOutcomes:
            """
            SELECT 'Outcome ' || id || ' was prepared more than an hour ago and is not signed.' FROM outcomes
            WHERE state = 'intent' AND created_at < ?1 - 3600000
            """
        case .eventsOfAnotherPlatform:
            """
            SELECT 'Event ' || events.id || ' is filed under another platform than its session.' FROM events
            JOIN sessions ON sessions.id = events.session WHERE events.platform <> sessions.platform
            """
        }
    }
}

extension RecordFile {
    /// Hands over a sentence for each breach of a rule, one at a time.
    ///
    /// - Parameters:
    ///   - rule: what must hold.
    ///   - now: the server's clock.
    ///   - body: what is done with each sentence; it names ids, never persons.
    /// - Throws: ``StorageFailure/unavailable(_:)`` where the file cannot be read.
    public func breaches(of rule: RecordRule, at now: Instant, _ body: (String) -> Void) throws {
        guard schema >= rule.since else { return }
        try translatingErrors {
            try reading { connection in
                let statement = try connection.makeStatement(sql: rule.statement)
                let arguments: StatementArguments =
                    rule.statement.contains("?1") ? [now.millisecondsSinceEpoch] : StatementArguments()
                let sentences = try String.fetchCursor(statement, arguments: arguments)
                while let sentence = try sentences.next() { body(sentence) }
            }
        }
    }

    /// How the file's tables, indexes and triggers differ from those that this program makes: what is missing, changed or added.
    ///
    /// Only comparable where ``schema`` is ``newestSchema``.
    ///
    /// - Returns: a sentence for each difference.
    /// - Throws: ``StorageFailure/unavailable(_:)`` where the file cannot be read.
    public func schemaDifferences() throws -> [String] {
        try translatingErrors {
            let fresh = try DatabaseQueue()
            try SchemaUpgrade.run(on: fresh)
            let wanted = try fresh.read(Self.objects)
            let found = try reading(Self.objects)
            return Set(wanted.keys).union(found.keys).sorted().compactMap { name in
                switch (wanted[name], found[name]) {
                case (let wanted?, let found?): wanted == found ? nil : "\(name) is not as this program makes it."
                case (.some, nil): "\(name) is missing."
                case (nil, .some): "\(name) is not Candor's."
                case (nil, nil): nil
                }
            }
        }
    }

    private static func objects(_ connection: Database) throws -> [String: String] {
        let rows = try Row.fetchAll(
            connection,
            // What SQLite makes by itself has no text, or is named by it.
            sql:
                "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
        )
        return try Dictionary(
            rows.map { (try Columns(row: $0).text(0), try Columns(row: $0).text(1)) },
            uniquingKeysWith: { first, _ in first })
    }

    /// Ids of sessions in their own order, after `cursor` exclusively.
    ///
    /// - Throws: ``StorageFailure/unavailable(_:)`` where the file cannot be read.
    public func sessionIDs(after cursor: String, limit: Int) throws -> [String] {
        try translatingErrors {
            try reading {
                try String.fetchAll(
                    $0, sql: "SELECT id FROM sessions WHERE id > ?1 ORDER BY id LIMIT ?2", arguments: [cursor, limit])
            }
        }
    }

    /// How many sessions there are.
    ///
    /// - Throws: ``StorageFailure/unavailable(_:)`` where the file cannot be read.
    public func sessionCount() throws -> Int {
        try translatingErrors {
            try reading { try Int.fetchOne($0, sql: "SELECT count(*) FROM sessions") ?? 0 }
        }
    }
}
