import Timekeeping
import Verification
import Workflow

extension SQLiteTransaction: SessionReading {
    private static let sessionColumns = "id, platform, person, status, is_open, version, due_at, created_at, state"
    private static let eventColumns = "id, session, version, position, kind, payload_version, payload, actor, at"

    func session(_ id: SessionID) throws -> SessionRow? {
        try first("SELECT \(Self.sessionColumns) FROM sessions WHERE id = ?1", .id(id), decode: Self.decodeSession)
    }

    func sessionStamp(_ id: SessionID) throws -> SessionStamp? {
        try first("SELECT platform, version, due_at FROM sessions WHERE id = ?1", .id(id)) {
            SessionStamp(platform: try $0.id(0), version: try $0.int(1), dueAt: try $0.optionalInstant(2))
        }
    }

    func openSession(of person: PersonID) throws -> SessionID? {
        try first("SELECT session FROM open_sessions WHERE person = ?1", .id(person)) { try $0.id(0) }
    }

    func sessions(of person: PersonID) throws -> [SessionRow] {
        try all(
            "SELECT \(Self.sessionColumns) FROM sessions WHERE person = ?1 ORDER BY created_at, id", .id(person),
            decode: Self.decodeSession)
    }

    func sessions(
        of platform: PlatformID, status: String?, after cursor: SessionID?, limit: Int
    ) throws -> [SessionRow] {
        // "vs_~" stands behind every id, so that the first page needs no statement of its own.
        let before = Parameter.text(cursor?.rawValue ?? "vs_~")
        guard let status else {
            return try all(
                """
                SELECT \(Self.sessionColumns) FROM sessions WHERE platform = ?1 AND id < ?2
                ORDER BY id DESC LIMIT ?3
                """, .id(platform), before, .limit(limit), decode: Self.decodeSession)
        }
        return try all(
            """
            SELECT \(Self.sessionColumns) FROM sessions WHERE platform = ?1 AND status = ?2 AND id < ?3
            ORDER BY id DESC LIMIT ?4
            """, .id(platform), .text(status), before, .limit(limit), decode: Self.decodeSession)
    }

    func sessionsDue(at instant: Instant, limit: Int) throws -> [SessionID] {
        try all(
            "SELECT id FROM sessions WHERE due_at <= ?1 ORDER BY due_at, id LIMIT ?2", .instant(instant), .limit(limit)
        ) { try $0.id(0) }
    }

    func events(of session: SessionID) throws -> [EventRow] {
        try all(
            "SELECT \(Self.eventColumns) FROM events WHERE session = ?1 ORDER BY version", .id(session),
            decode: Self.decodeEvent)
    }

    func events(of platform: PlatformID, afterPosition: Int64, limit: Int) throws -> [EventRow] {
        try all(
            "SELECT \(Self.eventColumns) FROM events WHERE platform = ?1 AND position > ?2 ORDER BY position LIMIT ?3",
            .id(platform), .integer(afterPosition), .limit(limit), decode: Self.decodeEvent)
    }

    private static func decodeSession(_ columns: Columns) throws -> SessionRow {
        SessionRow(
            id: try columns.id(0), platform: try columns.id(1), person: try columns.id(2), status: try columns.text(3),
            isOpen: try columns.flag(4), version: try columns.int(5), dueAt: try columns.optionalInstant(6),
            createdAt: try columns.instant(7), state: try columns.json(8))
    }

    private static func decodeEvent(_ columns: Columns) throws -> EventRow {
        EventRow(
            id: try columns.text(0), session: try columns.id(1), version: try columns.int(2),
            position: try columns.integer(3), kind: try columns.text(4), payloadVersion: try columns.int(5),
            payload: try columns.json(6), actor: try columns.text(7), at: try columns.instant(8))
    }
}

extension SQLiteTransaction: SessionWriting {
    func insert(_ session: SessionRow, events: [EventRow]) throws -> SessionID? {
        try checkVersions(of: events, after: 0, upTo: session.version)
        if session.isOpen, let other = try openSession(of: session.person) { return other }
        try execute(
            """
            INSERT INTO sessions (id, platform, person, status, is_open, version, due_at, created_at, state)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """, .id(session.id), .id(session.platform), .id(session.person), .text(session.status),
            .flag(session.isOpen), .integer(session.version), .instant(session.dueAt), .instant(session.createdAt),
            .json(session.state))
        try recordOpenness(of: session.id, person: session.person, isOpen: session.isOpen)
        try insert(events, of: session.id, platform: session.platform)
        return nil
    }

    func append(_ events: [EventRow], to session: SessionRow, expecting expected: Int) throws {
        try checkVersions(of: events, after: expected, upTo: session.version)
        let owner = try first(
            """
            UPDATE sessions SET status = ?3, is_open = ?4, version = ?5, due_at = ?6, state = ?7
            WHERE id = ?1 AND version = ?2 RETURNING platform, person
            """, .id(session.id), .integer(expected), .text(session.status), .flag(session.isOpen),
            .integer(session.version), .instant(session.dueAt), .json(session.state)
        ) { (platform: try $0.id(0) as PlatformID, person: try $0.id(1) as PersonID) }
        guard let owner else { throw StorageFailure.staleVersion }
        try recordOpenness(of: session.id, person: owner.person, isOpen: session.isOpen)
        try insert(events, of: session.id, platform: owner.platform)
    }

    /// A stream has no gaps: its events carry the versions from `expected` + 1 to the projection's own.
    private func checkVersions(of events: [EventRow], after expected: Int, upTo version: Int) throws {
        let isGapless = zip(1..., events).allSatisfy { $0 &+ expected == $1.version }
        guard isGapless, expected &+ events.count == version else {
            throw RecordRefusal(
                sentence: "The events' versions do not lead from the expected version to the session's.")
        }
    }

    private func recordOpenness(of session: SessionID, person: PersonID, isOpen: Bool) throws {
        guard isOpen else {
            try execute("DELETE FROM open_sessions WHERE session = ?1", .id(session))
            return
        }
        try execute(
            "INSERT INTO open_sessions (person, session) VALUES (?1, ?2) ON CONFLICT (person) DO NOTHING", .id(person),
            .id(session))
        guard try openSession(of: person) == session else { throw StorageFailure.staleVersion }
    }

    private func insert(_ events: [EventRow], of session: SessionID, platform: PlatformID) throws {
        guard !events.isEmpty else { return }
        let last = try first(
            "UPDATE sequencer SET position = position + ?1 WHERE id = 1 RETURNING position", .integer(events.count)
        ) { try $0.integer(0) }
        guard let last else { throw StorageFailure.undecodable("The sequencer's row is missing.") }
        var position = last - Int64(events.count)
        for event in events {
            guard event.session == session else {
                throw RecordRefusal(sentence: "An event belongs to another session than the one it is appended to.")
            }
            position += 1
            try execute(
                """
                INSERT INTO events
                    (session, version, id, platform, position, kind, payload_version, payload, actor, at)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
                """, .id(session), .integer(event.version), .text(event.id), .id(platform), .integer(position),
                .text(event.kind), .integer(event.payloadVersion), .json(event.payload), .text(event.actor),
                .instant(event.at))
        }
    }
}
