import Foundation
import GRDB
import Testing
import Verification
import Workflow

@testable import Storage

/// Personal texts at rest: legible with the master key alone, each at its own place, and gone with its session's key.
@Suite struct SealedTexts {
    private static let words = ["Zoë Åkerlund", "zoe@example.org", "<I never wrote PHP>"]

    private func rows(_ session: Int = 1) -> [PersonalTextRow] {
        Self.words.enumerated().map { index, words in
            PersonalTextRow(
                id: PersonalTextID(unchecked: "tx_\(session)x\(index)"), session: Rows.session(session), kind: "note",
                text: words)
        }
    }

    /// The bytes of the database, its log, and a copy that SQLite makes of it now.
    private func everything(_ path: String, _ store: SQLiteStore) throws -> Data {
        let copy = path + ".copy-\(UUID().uuidString)"
        try store.database.writeWithoutTransaction { try $0.execute(sql: "VACUUM INTO ?1", arguments: [copy]) }
        return try [path, path + "-wal", copy].reduce(into: Data()) {
            if FileManager.default.fileExists(atPath: $1) { $0 += try Data(contentsOf: URL(filePath: $1)) }
        }
    }

    private func keyPath(_ path: String) -> String {
        URL(filePath: path).deletingLastPathComponent().appending(path: "keys/master.key").path
    }

    private func refusal(_ path: String) -> String? {
        let error = #expect(throws: StorageFailure.self) { try SQLiteStore.open(path: path) }
        guard case .unavailable(let sentence)? = error else { return nil }
        return sentence
    }

    @Test func textsAreLegibleThroughTheStoreAlone() async throws {
        let path = try temporaryPath()
        let store = try SQLiteStore.open(path: path)
        try await store.fill(sessions: 2)
        try await store.write { try $0.insert(rows(1) + rows(2)) }
        let stored = try everything(path, store)
        for words in Self.words { #expect(stored.range(of: Data(words.utf8)) == nil) }
        #expect(try FileManager.default.attributesOfItem(atPath: keyPath(path))[.posixPermissions] as? Int == 0o600)
        try store.close()
        let reopened = try SQLiteStore.open(path: path)
        #expect(try await reopened.read { try $0.personalTexts(of: Rows.session(2)) } == rows(2))
        #expect(try await reopened.read { try $0.personalText(rows(1)[0].id) } == Self.words[0])
        try reopened.close()
    }

    @Test func copiesMadeAfterARedactionHoldNeitherKeyNorText() async throws {
        let path = try temporaryPath()
        let store = try SQLiteStore.open(path: path)
        try await store.fill(sessions: 2)
        try await store.write { try $0.insert(rows(1) + rows(2)) }
        let secrets = try await store.database.read { database in
            try Data.fetchAll(
                database,
                sql: """
                    SELECT wrapped FROM session_keys WHERE session = 'vs_1'
                    UNION ALL SELECT body FROM personal_texts WHERE session = 'vs_1'
                    """)
        }
        #expect(secrets.count == 1 + Self.words.count)
        let before = try everything(path, store)
        for secret in secrets { #expect(before.range(of: secret) != nil) }
        try await store.write { try $0.redact(Rows.session(1)) }
        // A write behind the redaction: when it is answered, the log was emptied.
        try await store.write { try $0.setSetting("done", to: "yes") }
        let after = try everything(path, store)
        for secret in secrets { #expect(after.range(of: secret) == nil) }
        #expect(try await store.read { try $0.personalTexts(of: Rows.session(1)) }.isEmpty)
        #expect(try await store.read { try $0.personalTexts(of: Rows.session(2)) } == rows(2))
        try store.close()
    }

    @Test(arguments: [
        // Exchanged with the neighbour of the same session, moved to another session, renamed, altered, cut.
        "UPDATE personal_texts SET body = (SELECT body FROM personal_texts WHERE id = 'tx_1x1') WHERE id = 'tx_1x0'",
        "UPDATE personal_texts SET session = 'vs_2' WHERE id = 'tx_1x0'",
        "UPDATE personal_texts SET kind = 'email' WHERE id = 'tx_1x0'",
        "UPDATE personal_texts SET body = zeroblob(length(body)) WHERE id = 'tx_1x0'",
        "UPDATE personal_texts SET body = x'' WHERE id = 'tx_1x0'",
        "UPDATE session_keys SET wrapped = (SELECT wrapped FROM session_keys WHERE session = 'vs_2') WHERE session = 'vs_1'",
        "DELETE FROM session_keys WHERE session = 'vs_1'",
    ])
    func whatWasMovedOrAlteredDoesNotOpen(tampering: String) async throws {
        let store = try SQLiteStore.inMemory()
        try await store.fill(sessions: 2)
        try await store.write { try $0.insert(rows(1) + rows(2)) }
        try await store.database.write { try $0.execute(sql: tampering) }
        let error = await #expect(throws: StorageFailure.self) {
            try await store.read { try $0.personalText(rows(1)[0].id) }
        }
        guard case .undecodable? = error else { return #expect(Bool(false), "\(String(describing: error))") }
    }

    @Test(arguments: [false, true]) func withoutItsMasterKeyADatabaseIsRefused(replaced: Bool) async throws {
        let path = try temporaryPath()
        try SQLiteStore.open(path: path).close()
        let key = try Data(contentsOf: URL(filePath: keyPath(path)))
        try FileManager.default.removeItem(atPath: keyPath(path))
        if replaced {
            #expect(
                FileManager.default.createFile(
                    atPath: keyPath(path), contents: Data(key.reversed()), attributes: [.posixPermissions: 0o600]))
        }
        func mark() throws -> Data? {
            let queue = try DatabaseQueue(path: path)
            defer { try? queue.close() }
            return try queue.read { try Data.fetchOne($0, sql: "SELECT fingerprint FROM master_key") }
        }
        let before = try #require(try mark())
        #expect(refusal(path)?.contains(replaced ? "another key" : "is missing") == true)
        #expect(try mark() == before)
        #expect(FileManager.default.fileExists(atPath: keyPath(path)) == replaced)
        try? FileManager.default.removeItem(atPath: keyPath(path))
        #expect(
            FileManager.default.createFile(
                atPath: keyPath(path), contents: key, attributes: [.posixPermissions: 0o600]))
        try SQLiteStore.open(path: path).close()
    }

    @Test func textsOfAnEarlierReleaseAreSealedAtTheUpgrade() async throws {
        let path = try temporaryPath()
        try DatabaseFile.prepare(at: path)
        let pool = try DatabasePool(path: path)
        try SchemaUpgrade.run(on: pool, migrations: Array(Migration.all.prefix(2)))
        let expected = rows(1) + rows(2)
        try await pool.write { database in
            try database.execute(
                sql: """
                    INSERT INTO platforms VALUES ('pl_1', 'Platform', x'07', 1, 0);
                    INSERT INTO persons VALUES ('pn_1', 'pl_1', 's');
                    INSERT INTO sessions (id, platform, person, status, is_open, version, due_at, created_at, state)
                    VALUES ('vs_1', 'pl_1', 'pn_1', 'concluded', 0, 1, NULL, 0, '{}'),
                        ('vs_2', 'pl_1', 'pn_1', 'concluded', 0, 1, NULL, 0, '{}');
                    """)
            for row in expected {
                try database.execute(
                    sql: "INSERT INTO personal_texts (id, session, kind, body) VALUES (?1, ?2, ?3, ?4)",
                    arguments: [row.id.rawValue, row.session.rawValue, row.kind, Data(row.text.utf8)])
            }
        }
        try pool.close()
        let clear = try Data(contentsOf: URL(filePath: path))
        for words in Self.words { #expect(clear.range(of: Data(words.utf8)) != nil) }
        // Twice: what is sealed is not sealed again.
        for _ in 0..<2 {
            let store = try SQLiteStore.open(path: path)
            for session in 1...2 {
                #expect(try await store.read { try $0.personalTexts(of: Rows.session(session)) } == rows(session))
            }
            let stored = try everything(path, store)
            for words in Self.words { #expect(stored.range(of: Data(words.utf8)) == nil) }
            try store.close()
        }
    }

    @Test func aRedactionThatWasCutShortIsFinishedAtTheNextStart() async throws {
        let path = try temporaryPath()
        let store = try SQLiteStore.open(path: path)
        try await store.database.write { try $0.execute(sql: "UPDATE master_key SET must_rebuild = 1") }
        try store.close()
        let reopened = try SQLiteStore.open(path: path)
        #expect(
            try await reopened.database.read { try Int.fetchOne($0, sql: "SELECT must_rebuild FROM master_key") } == 0)
        try reopened.close()
    }
}
