import Foundation
import GRDB
import Testing
import Verification
import Workflow

@testable import Storage

/// A record that the first release left (`Tests/FirstRelease`) is brought up to date, with everything in it.
@Suite("The first release's record") struct FirstRelease {
    /// A copy of the record as a file, in a folder of its own.
    private func record() throws -> String {
        let path = try temporaryPath()
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        let text = try String(contentsOf: folder.appending(path: "FirstRelease/record.sql"), encoding: .utf8)
        let queue = try DatabaseQueue(path: path)
        // The text has its own transaction, and gives its rows before what they refer to.
        try queue.writeWithoutTransaction { connection in
            try connection.execute(sql: "PRAGMA foreign_keys = OFF")
            try connection.execute(sql: text)
        }
        try queue.close()
        return path
    }

    private func rows(_ path: String, _ statement: String) throws -> [[DatabaseValue]] {
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.read { try Row.fetchAll($0, sql: statement).map { Array($0.databaseValues) } }
    }

    private func contents(_ path: String) throws -> [String: [[DatabaseValue]]] {
        let tables = try rows(path, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        return try tables.compactMap { $0.first.flatMap(String.fromDatabaseValue) }.reduce(into: [:]) {
            $0[$1] = try rows(path, "SELECT * FROM \($1) ORDER BY 1, 2")
        }
    }

    @Test("keeps every row; only texts are sealed, and read as before")
    func everythingIsKept() async throws {
        let path = try record()
        let before = try contents(path)
        for (table, rows) in before { #expect(!rows.isEmpty, "\(table) shows nothing") }
        let texts = try rows(path, "SELECT id, CAST(body AS TEXT) FROM personal_texts")

        let store = try SQLiteStore.open(path: path)
        for text in texts {
            let id = PersonalTextID(unchecked: try #require(String.fromDatabaseValue(text[0])))
            #expect(try await store.read { try $0.personalText(id) } == String.fromDatabaseValue(text[1]))
        }
        try store.close()

        let after = try contents(path)
        for (table, rows) in before where table != "personal_texts" && table != "schema_version" {
            #expect(after[table] == rows, "\(table)")
        }
        #expect(after["schema_version"]?.count == Migration.all.count)
        // A person's message that waited for an answer before there was a list of those.
        #expect(after["unanswered_messages"]?.count == 1)
        let fresh = try RecordFile(path: path)
        #expect(try fresh.schemaDifferences() == [])
        #expect(try fresh.damage() == [])
        let file = try Data(contentsOf: URL(filePath: path))
        for text in texts {
            guard let body = String.fromDatabaseValue(text[1]), body.utf8.count >= 12 else { continue }
            #expect(file.range(of: Data(body.utf8)) == nil, "a text is still in clear")
        }

        let again = try SQLiteStore.open(path: path)
        try again.close()
        #expect(try contents(path) == after)
    }

    @Test("folds to the states that it stored")
    func streamsFold() async throws {
        let store = try SQLiteStore.open(path: try record())
        let ids = try await store.read { try $0.sessions(status: nil, person: nil, after: nil, limit: 10).map(\.id) }
        #expect(ids.count == 3)
        for id in ids {
            let (row, events) = try await store.read { (try #require(try $0.session(id)), try $0.events(of: id)) }
            let folded = try VerificationSession(
                folding: events.map {
                    try SessionEvent(StoredEvent(kind: $0.kind, payloadVersion: $0.payloadVersion, payload: $0.payload))
                })
            #expect(try JSONDecoder().decode(VerificationSession.self, from: Data(row.state)) == folded)
            #expect(row.version == events.count)
        }
        try store.close()
    }

    @Test("stays at its schema where the upgrade cannot be finished")
    func allOrNothing() throws {
        let path = try record()
        let before = try contents(path)
        let keys = URL(filePath: path).deletingLastPathComponent().appending(path: "keys")
        // Others may enter, so that no master key is made in it.
        try FileManager.default.createDirectory(
            at: keys, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
        let error = #expect(throws: StorageFailure.self) { try SQLiteStore.open(path: path) }
        #expect(error?.description.contains("chmod go=") == true)
        #expect(try contents(path) == before)
        try FileManager.default.setAttributes([.posixPermissions: 0o700], ofItemAtPath: keys.path)
        try SQLiteStore.open(path: path).close()
        #expect(try RecordFile(path: path).schema == RecordFile.newestSchema)
    }
}
