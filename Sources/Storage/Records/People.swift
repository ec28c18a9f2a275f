import Timekeeping
import Verification
import Workflow

extension SQLiteTransaction: PersonReading {
    private static let platformColumns = "id, name, key_hash, is_demo, created_at"

    func platform(_ id: PlatformID) throws -> PlatformRow? {
        try first("SELECT \(Self.platformColumns) FROM platforms WHERE id = ?1", .id(id), decode: Self.decodePlatform)
    }

    func platform(keyHash: [UInt8]) throws -> PlatformRow? {
        try first(
            "SELECT \(Self.platformColumns) FROM platforms WHERE key_hash = ?1", .blob(keyHash),
            decode: Self.decodePlatform)
    }

    func platforms() throws -> [PlatformRow] {
        try all("SELECT \(Self.platformColumns) FROM platforms ORDER BY id", decode: Self.decodePlatform)
    }

    func person(platform: PlatformID, subject: String) throws -> PersonRow? {
        try first(
            "SELECT id, platform, subject FROM persons WHERE platform = ?1 AND subject = ?2", .id(platform),
            .text(subject), decode: Self.decodePerson)
    }

    func person(_ id: PersonID) throws -> PersonRow? {
        try first("SELECT id, platform, subject FROM persons WHERE id = ?1", .id(id), decode: Self.decodePerson)
    }

    func askedQuestions(of person: PersonID) throws -> Set<String> {
        Set(try all("SELECT question FROM asked_questions WHERE person = ?1", .id(person)) { try $0.text(0) })
    }

    private static func decodePlatform(_ columns: Columns) throws -> PlatformRow {
        PlatformRow(
            id: try columns.id(0), name: try columns.text(1), keyHash: try columns.blob(2),
            isDemo: try columns.flag(3), createdAt: try columns.instant(4))
    }

    private static func decodePerson(_ columns: Columns) throws -> PersonRow {
        PersonRow(id: try columns.id(0), platform: try columns.id(1), subject: try columns.text(2))
    }
}

extension SQLiteTransaction: PersonWriting {
    func insert(_ platform: PlatformRow) throws {
        try execute(
            "INSERT INTO platforms (id, name, key_hash, is_demo, created_at) VALUES (?1, ?2, ?3, ?4, ?5)",
            .id(platform.id), .text(platform.name), .blob(platform.keyHash), .flag(platform.isDemo),
            .instant(platform.createdAt))
    }

    func findOrInsert(_ person: PersonRow) throws -> PersonRow {
        try execute(
            """
            INSERT INTO persons (id, platform, subject) VALUES (?1, ?2, ?3)
            ON CONFLICT (platform, subject) DO NOTHING
            """, .id(person.id), .id(person.platform), .text(person.subject))
        guard let stored = try self.person(platform: person.platform, subject: person.subject) else {
            throw RecordRefusal(sentence: "The person could neither be added nor found.")
        }
        return stored
    }

    func recordAsked(_ questions: [String], of person: PersonID, session: SessionID, at instant: Instant) throws {
        for question in questions {
            try execute(
                """
                INSERT INTO asked_questions (person, question, session, at) VALUES (?1, ?2, ?3, ?4)
                ON CONFLICT (person, question) DO NOTHING
                """, .id(person), .text(question), .id(session), .instant(instant))
        }
    }
}
