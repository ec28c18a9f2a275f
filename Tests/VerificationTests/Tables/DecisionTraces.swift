import ConnectionQuality
import Testing
import Timekeeping

@testable import Verification

/// The trace shows the table's own rows: all of them, in order, with one that decided.
@Suite struct DecisionTraces {
    @Test(arguments: DecisionTableRows.rows) func everyRowStandsOnceAndTheOneThatDecidesIsTheLastLookedAt(
        _ row: DecisionTableRows.Row
    ) throws {
        let file = try DecisionTableRows.file(row)
        let trace = DecisionTrace(file)
        #expect(trace.rows.map(\.name) == DecisionTrace.rowNames)
        #expect(trace.rows.map(\.number) == Array(1...DecisionTrace.rowNames.count))
        #expect(trace.conclusion == DecisionTable.conclude(file).conclusion)
        let applied = trace.rows.filter { $0.standing == .applied }
        #expect(applied.count == 1)
        let number = try #require(applied.first).number
        #expect(trace.rows.allSatisfy { ($0.standing == .passed) == ($0.number < number) })
        #expect(trace.rows.allSatisfy { ($0.because == nil) == ($0.standing == .notReached) })
    }

    @Test func theFiguresAreThoseThatTheRowsLookAt() throws {
        let file = try DecisionTableRows.file(
            .init(
                name: "", expected: .verified(.verified), findings: [.promptedByThirdParty, .notAlone], dwell: 13,
                checks: ["face": .mismatch], unasked: 2))
        let figures = DecisionTrace(file).figures
        #expect(figures.suspicions == [.promptedByThirdParty])
        #expect(figures.engagements == [.notAlone])
        #expect(figures.procedures.isEmpty)
        #expect(figures.dwell == .minutes(13))
        #expect(figures.mandatoryMismatching == 1)
        #expect(figures.mandatoryMatching == figures.mandatory - 1)
        #expect(figures.itemsAboveGate == figures.itemsDrawn - 2)
    }
}
