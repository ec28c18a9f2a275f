import Testing
import Timekeeping
import Verification
import Workflow

/// What any engine must do with what is signed.
@Suite struct StoreContractOutcomes {
    @Test(arguments: Engine.all) func anIdOrIndexIsNeverUsedAgain(engine: Engine) async throws {
        let store = try engine.makeStore()
        try await store.fill()
        try await store.write {
            try $0.insertIntent(Rows.outcomeRow(1, index: 5))
            try $0.abandonIntents(of: Rows.session(1))
        }
        for reuse in [Rows.outcomeRow(1, index: 6), Rows.outcomeRow(2, index: 5)] {
            await #expect(throws: (any Error).self) { try await store.write { try $0.insertIntent(reuse) } }
        }
        #expect(try await store.read { try $0.isStatusIndexTaken(5) })
        #expect(try await store.read { try $0.isStatusIndexTaken(6) } == false)
        #expect(try await store.read { try $0.outcomes(of: Rows.session(1)).map(\.state) } == [.abandoned])
        // What was abandoned cannot be issued any more.
        #expect(try await store.write { try $0.markIssued(Rows.outcome(1), token: "a.b.c", at: Rows.noon) } == false)
    }

    @Test(arguments: Engine.all) func anIntentIsIssuedOnce(engine: Engine) async throws {
        let store = try engine.makeStore()
        try await store.fill()
        try await store.write { try $0.insertIntent(Rows.outcomeRow(1)) }
        let issued = try await withThrowingTaskGroup { group in
            for number in 0..<10 {
                group.addTask {
                    try await store.write {
                        try $0.markIssued(Rows.outcome(1), token: "token \(number)", at: Rows.noon) ? number : nil
                    }
                }
            }
            return try await group.reduce(into: [Int]()) { if let number = $1 { $0.append(number) } }
        }
        let winner = try #require(issued.first)
        #expect(issued.count == 1)
        let row = try await store.read { try $0.outcome(Rows.outcome(1)) }
        var expected = Rows.outcomeRow(1)
        expected.state = .issued
        expected.token = "token \(winner)"
        #expect(row == expected)
    }

    @Test(arguments: Engine.all) func onePersonHasOneOutcomeInForce(engine: Engine) async throws {
        let store = try engine.makeStore()
        try await store.fill(people: 2, sessions: 2)
        try await store.write {
            for number in 1...2 {
                try $0.insertIntent(Rows.outcomeRow(number))
                _ = try $0.markIssued(Rows.outcome(number), token: "t", at: Rows.noon)
                try $0.setInForce(Rows.outcome(number), person: Rows.person(1))
            }
            try $0.insertIntent(Rows.outcomeRow(3, session: 2))
        }
        #expect(try await store.read { try $0.outcomeInForce(of: Rows.person(1))?.id } == Rows.outcome(2))
        // Neither another person's outcome nor one that was not issued.
        for (outcome, person) in [(1, 2), (3, 2), (9, 1)] {
            await #expect(throws: (any Error).self) {
                try await store.write { try $0.setInForce(Rows.outcome(outcome), person: Rows.person(person)) }
            }
        }
        try await store.write { try $0.setInForce(nil, person: Rows.person(1)) }
        #expect(try await store.read { try $0.outcomeInForce(of: Rows.person(1)) } == nil)
    }

    @Test(arguments: Engine.all) func theStatusListGrowsWithEachChange(engine: Engine) async throws {
        let store = try engine.makeStore()
        try await store.fill()
        try await store.write {
            try $0.insertIntent(Rows.outcomeRow(1, index: 77))
            _ = try $0.markIssued(Rows.outcome(1), token: "t", at: Rows.noon)
        }
        let before = try await store.read { try $0.statusValues() }
        #expect(before.values.isEmpty)
        try await store.write { try $0.setStatus(2, of: Rows.outcome(1)) }
        let suspended = try await store.read { try $0.statusValues() }
        #expect(suspended.values == [77: 2])
        #expect(suspended.version > before.version)
        await #expect(throws: (any Error).self) { try await store.write { try $0.setStatus(4, of: Rows.outcome(1)) } }
        try await store.write { try $0.setStatus(0, of: Rows.outcome(1)) }
        let restored = try await store.read { try $0.statusValues() }
        #expect(restored.values.isEmpty)
        #expect(restored.version == suspended.version + 1)
    }

    @Test(arguments: Engine.all) func acknowledgementsKeepTheirOrder(engine: Engine) async throws {
        let store = try engine.makeStore()
        try await store.fill()
        let rows = ["received", "applied"].map {
            AcknowledgementRow(
                outcome: Rows.outcome(1), state: $0, accountState: $0 == "applied" ? "active" : nil, reason: nil,
                at: Rows.noon)
        }
        try await store.write {
            try $0.insertIntent(Rows.outcomeRow(1))
            for row in rows { try $0.insert(row) }
        }
        #expect(try await store.read { try $0.acknowledgements(of: Rows.outcome(1)) } == rows)
    }
}
