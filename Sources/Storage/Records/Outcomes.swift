import Timekeeping
import Verification
import Workflow

extension SQLiteTransaction: OutcomeReading {
    private static let outcomeColumns = """
        id, session, person, platform, state, determination, signing_input, key_id, status_index, status_value, token,
        expires_at, created_at
        """

    func outcome(_ id: OutcomeID) throws -> OutcomeRow? {
        try first("SELECT \(Self.outcomeColumns) FROM outcomes WHERE id = ?1", .id(id), decode: Self.decodeOutcome)
    }

    func outcomes(of session: SessionID) throws -> [OutcomeRow] {
        try all(
            "SELECT \(Self.outcomeColumns) FROM outcomes WHERE session = ?1 ORDER BY created_at, id", .id(session),
            decode: Self.decodeOutcome)
    }

    func outcomeInForce(of person: PersonID) throws -> OutcomeRow? {
        try first(
            """
            SELECT \(Self.outcomeColumns) FROM outcomes
            WHERE id = (SELECT outcome FROM outcomes_in_force WHERE person = ?1)
            """, .id(person), decode: Self.decodeOutcome)
    }

    func isStatusIndexTaken(_ index: Int) throws -> Bool {
        try first("SELECT 1 FROM outcomes WHERE status_index = ?1", .integer(index)) { try $0.flag(0) } ?? false
    }

    func statusValues() throws -> (version: Int64, values: [Int: Int]) {
        let version = try first("SELECT version FROM status_list WHERE id = 1") { try $0.integer(0) }
        guard let version else { throw StorageFailure.undecodable("The status list's row is missing.") }
        let values = try all(
            "SELECT status_index, status_value FROM outcomes WHERE status_value <> 0 AND state = 'issued'"
        ) { (try $0.int(0), try $0.int(1)) }
        return (version, Dictionary(values) { first, _ in first })
    }

    func acknowledgements(of outcome: OutcomeID) throws -> [AcknowledgementRow] {
        try all(
            """
            SELECT outcome, state, account_state, reason, at FROM acknowledgements WHERE outcome = ?1 ORDER BY number
            """, .id(outcome)
        ) {
            AcknowledgementRow(
                outcome: try $0.id(0), state: try $0.text(1), accountState: try $0.optionalText(2),
                reason: try $0.optionalText(3), at: try $0.instant(4))
        }
    }

    private static func decodeOutcome(_ columns: Columns) throws -> OutcomeRow {
        OutcomeRow(
            id: try columns.id(0), session: try columns.id(1), person: try columns.id(2), platform: try columns.id(3),
            state: try columns.choice(4), determination: try columns.text(5), signingInput: try columns.blob(6),
            keyID: try columns.text(7), statusIndex: try columns.int(8), statusValue: try columns.int(9),
            token: try columns.optionalText(10), expiresAt: try columns.instant(11), createdAt: try columns.instant(12))
    }
}

extension SQLiteTransaction: OutcomeWriting {
    func insertIntent(_ outcome: OutcomeRow) throws {
        guard outcome.state == .intent, outcome.token == nil else {
            throw RecordRefusal(sentence: "An outcome begins as an intent without a token.")
        }
        try execute(
            """
            INSERT INTO outcomes (id, session, person, platform, state, determination, signing_input, key_id,
                status_index, status_value, expires_at, created_at)
            VALUES (?1, ?2, ?3, ?4, 'intent', ?5, ?6, ?7, ?8, ?9, ?10, ?11)
            """, .id(outcome.id), .id(outcome.session), .id(outcome.person), .id(outcome.platform),
            .text(outcome.determination), .blob(outcome.signingInput), .text(outcome.keyID),
            .integer(outcome.statusIndex), .integer(outcome.statusValue), .instant(outcome.expiresAt),
            .instant(outcome.createdAt))
    }

    func markIssued(_ id: OutcomeID, token: String, at instant: Instant) throws -> Bool {
        let status = try first(
            """
            UPDATE outcomes SET state = 'issued', token = ?2, issued_at = ?3 WHERE id = ?1 AND state = 'intent'
            RETURNING status_value
            """, .id(id), .text(token), .instant(instant)
        ) { try $0.int(0) }
        guard let status else { return false }
        // An outcome that was suspended before it was issued enters the list now.
        if status != 0 { try raiseStatusListVersion() }
        return true
    }

    func abandonIntents(of session: SessionID) throws {
        try execute(
            "UPDATE outcomes SET state = 'abandoned' WHERE session = ?1 AND state = 'intent'", .id(session))
    }

    func setStatus(_ value: Int, of id: OutcomeID) throws {
        let changed = try execute(
            "UPDATE outcomes SET status_value = ?2 WHERE id = ?1", .id(id), .integer(value))
        try require(changed, "outcome")
        try raiseStatusListVersion()
    }

    func setInForce(_ id: OutcomeID?, person: PersonID) throws {
        guard let id else {
            try execute("DELETE FROM outcomes_in_force WHERE person = ?1", .id(person))
            return
        }
        let changed = try execute(
            """
            INSERT INTO outcomes_in_force (person, outcome)
            SELECT person, id FROM outcomes WHERE id = ?1 AND person = ?2 AND state = 'issued'
            ON CONFLICT (person) DO UPDATE SET outcome = excluded.outcome
            """, .id(id), .id(person))
        try require(changed, "issued outcome of this person")
    }

    func insert(_ acknowledgement: AcknowledgementRow) throws {
        try execute(
            "INSERT INTO acknowledgements (outcome, state, account_state, reason, at) VALUES (?1, ?2, ?3, ?4, ?5)",
            .id(acknowledgement.outcome), .text(acknowledgement.state), .optionalText(acknowledgement.accountState),
            .optionalText(acknowledgement.reason), .instant(acknowledgement.at))
    }

    private func raiseStatusListVersion() throws {
        try execute("UPDATE status_list SET version = version + 1 WHERE id = 1")
    }
}
