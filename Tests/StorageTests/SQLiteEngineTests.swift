import Foundation
import GRDB
import Testing
import Timekeeping
import Verification
import Workflow

@testable import Storage

/// What is particular to SQLite: durability, the file, frozen migrations, failures of the engine.
@Suite struct SQLiteEngineTests {
    private func unavailable(_ error: (any Error)?) -> String? {
        guard case .unavailable(let sentence)? = error as? StorageFailure else { return nil }
        return sentence
    }

    @Test func theWriterIsDurableAndDistrustful() async throws {
        let store = try SQLiteStore.open(path: try temporaryPath())
        func pragma(_ name: String) throws -> String? {
            try store.database.writeWithoutTransaction { try String.fetchOne($0, sql: "PRAGMA \(name)") }
        }
        let expected = [
            "synchronous": "2", "journal_mode": "wal", "foreign_keys": "1", "trusted_schema": "0", "secure_delete": "1",
            "cell_size_check": "1", "busy_timeout": "10000", "application_id": "\(0x436E_6472)",
        ]
        for (name, value) in expected { #expect(try pragma(name) == value, "\(name)") }
        try store.close()
    }

    @Test func theFileIsForItsOwnerAloneAndKeepsEverything() async throws {
        let path = try temporaryPath()
        let store = try SQLiteStore.open(path: path)
        try await store.fill()
        for file in [path, path + "-wal"] {
            #expect(try FileManager.default.attributesOfItem(atPath: file)[.posixPermissions] as? Int == 0o600)
        }
        try store.close()
        try store.close()
        for file in ["-wal", "-shm"] { #expect(!FileManager.default.fileExists(atPath: path + file)) }
        let error = await #expect(throws: StorageFailure.self) {
            try await store.write { try $0.setSetting("a", to: "b") }
        }
        #expect(unavailable(error)?.contains("closed") == true)
        await #expect(throws: StorageFailure.self) { _ = try await store.read { try $0.setting("a") } }

        let reopened = try SQLiteStore.open(path: path)
        #expect(try await reopened.read { try $0.session(Rows.session(1)) } == Rows.sessionRow(1))
        #expect(try await reopened.read { try $0.events(of: Rows.session(1)).count } == 1)
        try reopened.close()
    }

    @Test func aMissingFolderIsSaidClearly() throws {
        let error = #expect(throws: StorageFailure.self) { try SQLiteStore.open(path: "/nonexistent/folder/c.sqlite") }
        #expect(unavailable(error)?.contains("folder") == true)
    }

    @Test(arguments: ["text", "other program", "SQLite without id"])
    func aForeignFileIsLeftUntouched(kind: String) throws {
        let path = try temporaryPath()
        if kind == "text" {
            try Data("Dear diary, this is not a database.".utf8).write(to: URL(filePath: path))
        } else {
            let queue = try DatabaseQueue(path: path)
            try queue.write { try $0.execute(sql: "CREATE TABLE theirs (a)") }
            if kind == "other program" {
                try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA application_id = 99") }
            }
            try queue.close()
        }
        let before = try Data(contentsOf: URL(filePath: path))
        let error = #expect(throws: StorageFailure.self) { try SQLiteStore.open(path: path) }
        #expect(unavailable(error)?.contains("not a database of Candor") == true)
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }

    @Test func aNewerSchemaIsRefused() throws {
        let path = try temporaryPath()
        let store = try SQLiteStore.open(path: path)
        try store.database.writeWithoutTransaction {
            try $0.execute(sql: "INSERT INTO schema_version (version, name) VALUES (999, 'from the future')")
        }
        try store.close()
        let error = #expect(throws: StorageFailure.self) { try SQLiteStore.open(path: path) }
        #expect(unavailable(error)?.contains("schema 999") == true)
    }

    @Test func shippedMigrationsAreWhatTheyWere() {
        #expect(Migration.all.map(\.version) == Array(1...Int64(shippedMigrations.count)))
        for (migration, shipped) in zip(Migration.all, shippedMigrations) {
            #expect(migration.sql == shipped, "Migration \(migration.version) was edited; add a new one instead.")
        }
    }

    @Test(arguments: [
        "UPDATE events SET kind = 'x'", "DELETE FROM events", "DELETE FROM outcomes",
        "UPDATE outcomes SET token = 'other'", "UPDATE outcomes SET signing_input = x'00'",
        "UPDATE outcomes SET state = 'abandoned', token = NULL, issued_at = NULL",
        "UPDATE sessions SET version = 'two'",
        "INSERT INTO settings (name, value) VALUES (NULL, 'x')",
        "INSERT INTO cells (holder, cell, booking) VALUES ('nobody', 1, 'bk_1')",
        "INSERT INTO persons (id, platform, subject) VALUES ('pn_9', 'pl_unknown', 's')",
    ]) func theSchemaRefuses(statement: String) async throws {
        let store = try SQLiteStore.inMemory()
        try await store.fill()
        try await store.write {
            try $0.insertIntent(Rows.outcomeRow(1))
            _ = try $0.markIssued(Rows.outcome(1), token: "secret token", at: Rows.noon)
        }
        let error = await #expect(throws: RecordRefusal.self) {
            try await store.write { _ = try #require($0 as? SQLiteTransaction).execute(statement) }
        }
        #expect(error?.sentence.contains("secret") == false)
    }

    @Test func aFailedCommitIsToldToEveryCallerOfTheBatch() async throws {
        let store = try SQLiteStore.open(path: try temporaryPath())
        try await store.fill()
        // While the first write waits here, the others gather into one batch behind it.
        let gate = DispatchSemaphore(value: 0)
        let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
        let first = Task {
            try await store.write { _ in
                arrived.yield()
                gate.wait()
            }
        }
        for await _ in arrivals { break }
        let tasks = (0..<10).map { number in
            Task {
                try await store.write {
                    try $0.setSetting("batch \(number)", to: "x")
                    guard number == 5, let transaction = $0 as? SQLiteTransaction else { return }
                    // A violation that is found at the commit, as a failing disk would be.
                    try transaction.execute("PRAGMA defer_foreign_keys = ON")
                    try transaction.execute("INSERT INTO persons (id, platform, subject) VALUES ('pn_x', 'pl_x', 's')")
                }
            }
        }
        while store.writer.waitingCount < 10 { await Task.yield() }
        gate.signal()
        try await first.value
        for task in tasks {
            let result = await task.result
            #expect(throws: StorageFailure.self) { try result.get() }
        }
        for number in 0..<10 { #expect(try await store.read { try $0.setting("batch \(number)") } == nil) }
        try await store.write { try $0.setSetting("after", to: "x") }
        #expect(try await store.read { try $0.setting("after") } == "x")
    }

    @Test func aFullQueueRefusesAndClosingFinishesWhatWaits() async throws {
        let store = try SQLiteStore.inMemory(options: .init(largestBatch: 2, longestQueue: 3))
        let gate = DispatchSemaphore(value: 0)
        let (arrivals, arrived) = AsyncStream.makeStream(of: Void.self)
        let first = Task {
            try await store.write { _ in
                arrived.yield()
                gate.wait()
            }
        }
        for await _ in arrivals { break }
        let waiting = (0..<3).map { _ in Task { try await store.write { try $0.setSetting("a", to: "b") } } }
        while store.writer.waitingCount < 3 { await Task.yield() }
        let error = await #expect(throws: StorageFailure.self) { try await store.write { _ in } }
        #expect(unavailable(error)?.contains("Too many") == true)
        store.writer.stop()
        gate.signal()
        try await first.value
        for task in waiting { try await task.value }
        try store.close()
    }

    @Test func twoConnectionsShareOneRecord() async throws {
        let path = try temporaryPath()
        let stores = [try SQLiteStore.open(path: path), try SQLiteStore.open(path: path)]
        try await stores[0].fill(people: 10, sessions: 10)
        let wins = try await withThrowingTaskGroup { group in
            for number in 0..<40 {
                let store = stores[number % 2]
                group.addTask {
                    do {
                        let session = 1 + number % 10
                        try await store.write {
                            var event = Rows.event(session, 2)
                            event.id = "ev_race\(number)"
                            try $0.append([event], to: Rows.sessionRow(session, version: 2), expecting: 1)
                        }
                        return 1
                    } catch StorageFailure.staleVersion {
                        return 0
                    }
                }
            }
            return try await group.reduce(0, +)
        }
        #expect(wins == 10)
        for store in stores {
            let feed = try await store.read { try $0.events(of: Rows.platform, afterPosition: 0, limit: 99) }
            #expect(feed.map(\.position) == Array(1...20))
            try store.close()
        }
    }

    @Test func aLockedDatabaseIsUnavailableAfterItsPatience() async throws {
        let path = try temporaryPath()
        let store = try SQLiteStore.open(path: path, options: .init(busyTimeout: TimeSpan(milliseconds: 1)))
        var configuration = Configuration()
        configuration.allowsUnsafeTransactions = true
        let other = try DatabaseQueue(path: path, configuration: configuration)
        try await other.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
        let error = await #expect(throws: StorageFailure.self) {
            try await store.write { try $0.setSetting("a", to: "b") }
        }
        #expect(unavailable(error)?.contains("locked") == true)
        try await other.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
        try await store.write { try $0.setSetting("a", to: "b") }
    }

    /// The last seed once found a copy that a moved cell had left in a page's gap.
    @Test(arguments: [UInt64.random(in: .min ... .max), 1, 2, 15_439_100_971_708_240_919])
    func redactedTextsAreInNoFile(seed: UInt64) async throws {
        let path = try temporaryPath()
        let store = try SQLiteStore.open(path: path)
        try await store.fill(people: 40, sessions: 40)
        var generator = SeededGenerator(seed: seed)
        var number = 0
        // What is stored of a session, byte by byte: its wrapped key and its sealed texts.
        var redacted: [Data] = []
        func redact(_ session: Int) async throws {
            redacted += try await store.database.read { database in
                try Data.fetchAll(
                    database,
                    sql: """
                        SELECT wrapped FROM session_keys WHERE session = ?1
                        UNION ALL SELECT body FROM personal_texts WHERE session = ?1
                        """, arguments: [Rows.session(session).rawValue])
            }
            try await store.write { try $0.redact(Rows.session(session)) }
        }
        // Texts of many sessions and lengths come and go, so that pages split, merge and are used again.
        for round in 0..<30 {
            let rows = (0..<20).map { _ in
                number += 1
                let session = 1 + generator.number(below: 40)
                let filler = String(repeating: "é", count: generator.number(below: 1500))
                return PersonalTextRow(
                    id: PersonalTextID(unchecked: "tx_\(number)"), session: Rows.session(session), kind: "note",
                    text: "<person-\(session)>\(filler)<person-\(session)>")
            }
            try await store.write { try $0.insert(rows) }
            if round % 3 == 2 {
                try await redact(1 + generator.number(below: 40))
            }
        }
        for session in 1...20 { try await redact(session) }
        // A write behind the last redaction: when it is answered, the log was emptied.
        try await store.write { try $0.setSetting("done", to: "yes") }
        var bytes = Data()
        for file in [path, path + "-wal"] { bytes += (try? Data(contentsOf: URL(filePath: file))) ?? Data() }
        #expect(bytes.range(of: Data("<person-".utf8)) == nil, "seed \(seed): a text in clear")
        // The search itself works: keys of sessions that were never redacted are there.
        let kept = try await store.database.read { try Data.fetchAll($0, sql: "SELECT wrapped FROM session_keys") }
        #expect(!kept.isEmpty)
        for key in kept { #expect(bytes.range(of: key) != nil) }
        // Texts longer than a page are stored in pieces; the first bytes of each stand together.
        for blob in redacted { #expect(bytes.range(of: blob.prefix(60)) == nil, "seed \(seed)") }
        try store.close()
    }

    @Test func aStoredValueOfALaterVersionIsUndecodable() async throws {
        let store = try SQLiteStore.inMemory()
        try await store.fill()
        try await store.write {
            _ = try #require($0 as? SQLiteTransaction).execute("UPDATE staff SET roles = '[\"pilot\"]'")
        }
        let error = await #expect(throws: StorageFailure.self) { try await store.read { try $0.allStaff() } }
        guard case .undecodable? = error else { return #expect(Bool(false), "wrong failure") }
    }

    @Test(arguments: ["", "{", "not json", "{\"a\":1}\0", "[1,]"]) func whatIsNotJSONIsRefused(text: String)
        async throws
    {
        let store = try SQLiteStore.inMemory()
        try await store.fill()
        await #expect(throws: RecordRefusal.self) {
            try await store.write {
                var row = Rows.sessionRow(2)
                row.state = Array(text.utf8)
                _ = try $0.insert(row, events: [Rows.event(2, 1)])
            }
        }
    }

    @Test func aTextWithANulIsRefusedRatherThanCut() async throws {
        let store = try SQLiteStore.inMemory()
        await #expect(throws: RecordRefusal.self) { try await store.write { try $0.setSetting("a", to: "b\0c") } }
    }
}
