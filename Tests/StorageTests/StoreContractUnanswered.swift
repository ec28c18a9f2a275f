import Foundation
import GRDB
import Testing
import Timekeeping
import Verification
import Workflow

@testable import Storage

/// What any engine must do with messages that wait for an answer, notices that were given up, and the last sign-in.
@Suite struct StoreContractUnanswered {
    @Test(arguments: Engine.all) func whoeverWaitsLongestComesFirst(engine: Engine) async throws {
        let store = try engine.makeStore()
        try await store.fill(people: 3, sessions: 3)
        let review = ReviewRow(
            id: ReviewID(unchecked: "rv_1"), session: Rows.session(1), kind: "appeal", assignee: Rows.staff(2),
            isOpen: true, dueAt: nil, createdAt: Rows.noon)
        try await store.write { transaction in
            try transaction.markUnanswered(Rows.session(1), since: Rows.minutes(5))
            try transaction.markUnanswered(Rows.session(2), since: Rows.minutes(3))
            // The second message does not make the wait any shorter.
            try transaction.markUnanswered(Rows.session(2), since: Rows.minutes(9))
            try transaction.upsert(review)
        }
        let rows = try await store.read { try $0.unanswered(limit: 5) }
        #expect(rows.map(\.session) == [Rows.session(2), Rows.session(1)])
        #expect(rows.map(\.since) == [Rows.minutes(3), Rows.minutes(5)])
        #expect(rows.map(\.assignee) == [nil, Rows.staff(2)])
        #expect(rows.map(\.status) == ["declared", "declared"])
        #expect(try await store.read { try $0.unanswered(limit: 1).map(\.session) } == [Rows.session(2)])
        #expect(try await store.read { try $0.unansweredCount() } == 2)
        try await store.write {
            try $0.markAnswered(Rows.session(2))
            try $0.markAnswered(Rows.session(3))
        }
        #expect(try await store.read { try $0.unansweredCount() } == 1)
        #expect(try await store.read { try $0.unansweredSince(Rows.session(2)) } == nil)
        #expect(try await store.read { try $0.unansweredSince(Rows.session(1)) } == Rows.minutes(5))
        await #expect(throws: (any Error).self) {
            try await store.write { try $0.markUnanswered(Rows.session(99), since: Rows.noon) }
        }
    }

    @Test(arguments: Engine.all) func aNoticeThatWasSentAgainIsNoLongerWorthALook(engine: Engine) async throws {
        let store = try engine.makeStore()
        try await store.fill()
        try await store.write { transaction in
            for id in ["ob_1", "ob_2"] {
                try transaction.insert(Rows.message(id, session: 1))
                try transaction.markFailed(id, nextAttempt: nil)
            }
            try transaction.insert(Rows.message("ob_3", session: 1, dueAfter: 30))
        }
        func summary() async throws -> OutboxSummary {
            try await store.read { try $0.outboxSummary(at: Rows.minutes(1)) }
        }
        #expect(try await summary() == OutboxSummary(pending: 1, due: 0, failed: 2, oldestDueSince: nil))
        try await store.write { try $0.insert(Rows.message("ob_1" + OutboxRow.copyMark, session: 1)) }
        #expect(try await summary() == OutboxSummary(pending: 2, due: 1, failed: 1, oldestDueSince: Rows.noon))
        // A copy that fails as well is worth a look of its own.
        try await store.write { try $0.markFailed("ob_1" + OutboxRow.copyMark, nextAttempt: nil) }
        #expect(try await summary().failed == 2)
        let failed = try await store.read { try $0.deliveries(state: .failed, before: nil, limit: 9) }
        #expect(failed.map(\.id) == ["ob_1a", "ob_2", "ob_1"])
        #expect(failed.map(\.isSentAgain) == [false, false, true])
        #expect(
            try await store.read { try $0.deliveries(state: .pending, before: nil, limit: 9).map(\.id) } == ["ob_3"])
        #expect(try await store.read { try $0.deliveries(state: nil, before: nil, limit: 2).count } == 2)
        #expect(try await store.read { try $0.deliveries(state: .delivered, before: nil, limit: 2).isEmpty })
    }

    @Test(arguments: Engine.all) func theLastSignInIsKnownAfterItsSessionWasSwept(engine: Engine) async throws {
        let store = try engine.makeStore()
        try await store.fill()
        try await store.write { transaction in
            for (number, minute) in [(1, 0), (2, 5)] {
                try transaction.insert(
                    WebSessionRow(
                        id: "wi_\(number)", staff: Rows.staff(1),
                        tokenHash: Array(repeating: UInt8(number), count: 32), createdAt: Rows.minutes(minute),
                        rotatedAt: Rows.minutes(minute), expiresAt: Rows.minutes(minute + 10)))
            }
            try transaction.deleteWebSessions(expiredBefore: Rows.minutes(100))
        }
        #expect(
            try await store.read { try $0.webSession(hash: Array(repeating: UInt8(1), count: 32)) } == nil)
        #expect(try await store.read { try $0.lastSignIns() } == [Rows.staff(1): Rows.minutes(5)])
    }

    @Test func messagesFromBeforeTheTableAreFound() throws {
        let queue = try DatabaseQueue()
        try SchemaUpgrade.run(on: queue, migrations: Array(Migration.all.prefix(1)))
        try queue.write { database in
            try database.execute(
                sql: """
                    INSERT INTO platforms VALUES ('pl_1', 'Platform', x'07', 1, 0);
                    INSERT INTO persons VALUES ('pn_1', 'pl_1', 's');
                    """)
            // Written in order; who waits since when is what is expected.
            let stories: [(String, [(String, String)])] = [
                ("vs_waits", [("message.posted", "candidate"), ("message.posted", "candidate")]),
                ("vs_answered", [("message.posted", "candidate"), ("message.posted", "staff:st_1")]),
                (
                    "vs_again",
                    [
                        ("message.posted", "candidate"), ("message.posted", "staff:st_1"),
                        ("message.posted", "candidate"),
                    ]
                ),
                ("vs_erased", [("message.posted", "candidate"), ("session.redacted", "policy")]),
                ("vs_quiet", [("session.opened", "platform:pl_1")]),
            ]
            var position = 0
            for (session, events) in stories {
                try database.execute(
                    sql: """
                        INSERT INTO sessions (id, platform, person, status, is_open, version, due_at, created_at, state)
                        VALUES (?1, 'pl_1', 'pn_1', 'concluded', 0, 1, NULL, 0, '{}')
                        """, arguments: [session])
                for (index, event) in events.enumerated() {
                    position += 1
                    try database.execute(
                        sql: "INSERT INTO events VALUES (?1, ?2, ?3, 'pl_1', ?4, ?5, 1, '{}', ?6, ?7)",
                        arguments: [
                            session, index + 1, "ev_\(position)", position, event.0, event.1, (index + 1) * 10,
                        ])
                }
            }
        }
        try SchemaUpgrade.run(on: queue)
        let found = try queue.read { database in
            try Row.fetchAll(database, sql: "SELECT session, since FROM unanswered_messages ORDER BY session")
                .map { [$0["session"] as String, String($0["since"] as Int64)] }
        }
        #expect(found == [["vs_again", "30"], ["vs_waits", "10"]])
    }
}
