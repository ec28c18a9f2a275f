import Verification
import Workflow

extension SQLiteTransaction: PersonalDataReading {
    func personalText(_ id: PersonalTextID) throws -> String? {
        try first("SELECT body FROM personal_texts WHERE id = ?1", .id(id)) { try Self.decodeText($0, 0) }
    }

    func personalTexts(of session: SessionID) throws -> [PersonalTextRow] {
        try all("SELECT id, session, kind, body FROM personal_texts WHERE session = ?1 ORDER BY number", .id(session)) {
            PersonalTextRow(
                id: try $0.id(0), session: try $0.id(1), kind: try $0.text(2), text: try Self.decodeText($0, 3))
        }
    }

    private static func decodeText(_ columns: Columns, _ index: Int) throws -> String {
        guard let text = String(validating: try columns.blob(index), as: UTF8.self) else {
            throw StorageFailure.undecodable("A stored personal text is not UTF-8.")
        }
        return text
    }
}

extension SQLiteTransaction: PersonalDataWriting {
    func insert(_ texts: [PersonalTextRow]) throws {
        for text in texts {
            try execute(
                "INSERT INTO personal_texts (id, session, kind, body) VALUES (?1, ?2, ?3, ?4)", .id(text.id),
                .id(text.session), .text(text.kind), .blob(Array(text.text.utf8)))
        }
    }

    func redact(_ session: SessionID) throws {
        // Zeros of the same length go to the same place; deleting alone would rely on the free page being wiped.
        try execute("UPDATE personal_texts SET body = zeroblob(length(body)) WHERE session = ?1", .id(session))
        try execute("DELETE FROM personal_texts WHERE session = ?1", .id(session))
        hasRedacted = true
    }
}
