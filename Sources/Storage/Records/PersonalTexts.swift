import SignedOutcomes
import Verification
import Workflow

extension SQLiteTransaction: PersonalDataReading {
    func personalText(_ id: PersonalTextID) throws -> String? {
        let found = try first(
            "SELECT id, session, kind, body FROM personal_texts WHERE id = ?1", .id(id), decode: Self.decodeSealed)
        guard let found else { return nil }
        return try open(found, with: try storedKey(of: found.session))
    }

    func personalTexts(of session: SessionID) throws -> [PersonalTextRow] {
        let found = try all(
            "SELECT id, session, kind, body FROM personal_texts WHERE session = ?1 ORDER BY number", .id(session),
            decode: Self.decodeSealed)
        guard !found.isEmpty else { return [] }
        let key = try storedKey(of: session)
        return try found.map {
            PersonalTextRow(id: $0.id, session: $0.session, kind: $0.kind, text: try open($0, with: key))
        }
    }

    private struct SealedText {
        var id: PersonalTextID
        var session: SessionID
        var kind: String
        var body: [UInt8]
        var place: String {
            StoredTexts.place(session: session.rawValue, id: id.rawValue, kind: kind)
        }
    }

    private static func decodeSealed(_ columns: Columns) throws -> SealedText {
        SealedText(
            id: try columns.id(0), session: try columns.id(1), kind: try columns.text(2), body: try columns.blob(3))
    }

    private func open(_ text: SealedText, with key: SessionKey?) throws -> String {
        guard let bytes = key?.open(text.body, at: text.place) else {
            throw StorageFailure.undecodable("A stored personal text does not open with its session's key.")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw StorageFailure.undecodable("A stored personal text is not UTF-8.")
        }
        return text
    }

    private func storedKey(of session: SessionID) throws -> SessionKey? {
        let wrapped = try first("SELECT wrapped FROM session_keys WHERE session = ?1", .id(session)) {
            try $0.blob(0)
        }
        guard let wrapped else { return nil }
        guard let key = master.unwrap(wrapped, session: session.rawValue) else {
            throw StorageFailure.undecodable("A session's key does not open with the master key.")
        }
        return key
    }
}

extension SQLiteTransaction: PersonalDataWriting {
    func insert(_ texts: [PersonalTextRow]) throws {
        var known: (session: SessionID, key: SessionKey)?
        for text in texts {
            let key: SessionKey
            if let known, known.session == text.session {
                key = known.key
            } else {
                key = try storedKey(of: text.session) ?? makeKey(of: text.session)
                known = (text.session, key)
            }
            let place = StoredTexts.place(
                session: text.session.rawValue, id: text.id.rawValue, kind: text.kind)
            try execute(
                "INSERT INTO personal_texts (id, session, kind, body) VALUES (?1, ?2, ?3, ?4)", .id(text.id),
                .id(text.session), .text(text.kind), .blob(try key.seal(Array(text.text.utf8), at: place)))
        }
    }

    private func makeKey(of session: SessionID) throws -> SessionKey {
        let key = SessionKey.generated()
        try execute(
            "INSERT INTO session_keys (session, wrapped) VALUES (?1, ?2)", .id(session),
            .blob(try master.wrap(key, session: session.rawValue)))
        return key
    }

    func redact(_ session: SessionID) throws {
        // Zeros of the same length go to the same place; deleting alone would rely on the free page being wiped. Without its
        // key a sealed text is noise, wherever a copy of it is left.
        try execute("UPDATE session_keys SET wrapped = zeroblob(length(wrapped)) WHERE session = ?1", .id(session))
        try execute("DELETE FROM session_keys WHERE session = ?1", .id(session))
        try execute("UPDATE personal_texts SET body = zeroblob(length(body)) WHERE session = ?1", .id(session))
        try execute("DELETE FROM personal_texts WHERE session = ?1", .id(session))
        // A process that ends before the file was written anew does it at its next start.
        try execute("UPDATE master_key SET must_rebuild = 1 WHERE id = 1")
        hasRedacted = true
    }
}
