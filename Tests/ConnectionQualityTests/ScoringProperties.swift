import ConnectionQuality
import Testing
import Timekeeping

/// Properties that hold for every call; each failure prints the seed that repeats it.
struct ScoringProperties {
    /// A short call with a random bad stretch, random cadence and random holes.
    private static func randomCall(_ random: inout SeededGenerator) -> SimulatedCall {
        let step = [1, 5, 5, 10][random.number(below: 4)]
        let begin = random.number(below: 150)
        let end = begin + random.number(below: 120)
        let side: Side = random.number(below: 2) == 0 ? .interviewer : .candidate
        var bad = LineState()
        switch random.number(below: 6) {
        case 0: bad.lossPercent = Double(random.number(below: 60))
        case 1: bad.roundTrip = Double(random.number(below: 1500))
        case 2: bad.deaf = true
        case 3: bad.iceState = "disconnected"
        case 4: bad.muted = true
        default: bad.posts = false
        }
        if random.number(below: 2) == 0 { bad.serverRoundTrip = 900 }
        if random.number(below: 3) == 0 { bad.failedPosts = 1 }
        let trouble = bad
        return SimulatedCall(
            seconds: 200, step: step, offsetMilliseconds: [side: Int64(random.number(below: 5000))]
        ) { who, time in who == side && time > begin && time <= end ? trouble : LineState() }
    }

    private static func absurd(_ random: inout SeededGenerator) -> Double {
        let values = [
            -1, 0, 1, 9_223_372_036_854_775_808, 1e308, -1e308, Double.nan, .infinity, -.infinity, 1e15, 4_294_967_295,
        ]
        return values[random.number(below: values.count)]
    }

    private static func absurdWhole(_ random: inout SeededGenerator) -> Int64 {
        [Int64.min, -1, 0, 1, .max, .max - 1, 1 << 53, 4_102_444_800_000, 85_000][random.number(below: 9)]
    }

    /// Spoils one figure of a row, or several.
    private static func forge(_ row: inout SampleRow, _ random: inout SeededGenerator) {
        for _ in 0...random.number(below: 3) {
            switch random.number(below: 16) {
            case 0: row.audio.packetsReceived = absurd(&random)
            case 1: row.audio.packetsLost = absurd(&random)
            case 2: row.audio.packetsSent = absurd(&random)
            case 3: row.audio.remotePacketsLost = absurd(&random)
            case 4: row.audio.concealedSamples = absurd(&random)
            case 5: row.audio.totalSamplesReceived = absurd(&random)
            case 6: row.audio.jitterBufferDelayMilliseconds = absurd(&random)
            case 7: row.audio.jitterBufferEmitted = absurd(&random)
            case 8: row.roundTripMilliseconds = absurd(&random)
            case 9: row.serverRoundTripMilliseconds = absurd(&random)
            case 10: row.serverFailedPosts = absurd(&random)
            case 11: row.at = Instant(millisecondsSinceEpoch: absurdWhole(&random))
            case 12: row.monotonicMilliseconds = absurdWhole(&random)
            case 13: row.seq = absurdWhole(&random)
            case 14: row.video?.framesDecoded = absurd(&random)
            default: row.video?.frameHeight = absurd(&random)
            }
        }
    }

    private static func isSound(_ report: CallReport) -> Bool {
        report.windows.allSatisfy { window in
            (window.rating?.isFinite ?? true) && (window.lossPercent.map { (0...100).contains($0) } ?? true)
                && (window.meanOpinionScore.map { (0.98...4.5).contains($0) } ?? true)
        } && report.trace.allSatisfy { ($0.value?.isFinite ?? true) && ($0.threshold?.isFinite ?? true) }
    }

    @Test func orderAndRepetitionChangeNothing() {
        for seed in UInt64(1)...400 {
            var random = SeededGenerator(seed: seed)
            let call = Self.randomCall(&random)
            let rows = call.rows
            let report = call.report()
            #expect(report == call.report(), "replay, seed \(seed)")
            let mixed = CallRows(
                interviewer: random.shuffled(rows.interviewer + rows.interviewer.prefix(20)),
                candidate: random.shuffled(rows.candidate + rows.candidate.suffix(20)))
            #expect(score(mixed, context: call.context, thresholds: .standard) == report, "seed \(seed)")
        }
    }

    @Test func rowsOfOneNumberThatDifferAreSettledTheSameWayInAnyOrder() {
        for seed in UInt64(1)...200 {
            var random = SeededGenerator(seed: seed)
            let call = Self.randomCall(&random)
            var rows = call.rows
            for row in rows.candidate.prefix(30) {
                var other = row
                Self.forge(&other, &random)
                other.seq = row.seq
                rows.candidate.append(other)
            }
            let report = score(rows, context: call.context, thresholds: .standard)
            rows.candidate = random.shuffled(rows.candidate)
            #expect(score(rows, context: call.context, thresholds: .standard) == report, "seed \(seed)")
        }
    }

    @Test func losingRowsOfACleanCallHurtsNobody() {
        for seed in UInt64(1)...400 {
            var random = SeededGenerator(seed: seed)
            let call = SimulatedCall(seconds: 300)
            var rows = call.rows
            let share = 1 + random.number(below: 6)
            rows.interviewer.removeAll { _ in random.number(below: 10) < share }
            rows.candidate.removeAll { _ in random.number(below: 10) < share }
            let report = score(rows, context: call.context, thresholds: .standard)
            #expect(report.verdict == .good, "seed \(seed)")
            #expect(report.gaps.isEmpty, "seed \(seed)")
            #expect(report.faultParty == .unknown, "seed \(seed)")
        }
    }

    @Test func absurdRowsNeverTrapAndTheReportStaysSound() {
        for seed in UInt64(1)...700 {
            var random = SeededGenerator(seed: seed)
            let call = Self.randomCall(&random)
            var rows = call.rows
            let share = random.number(below: 11)
            for index in rows.candidate.indices where random.number(below: 10) < share {
                Self.forge(&rows.candidate[index], &random)
            }
            for context in [call.context, CallContext()] {
                let report = score(rows, context: context, thresholds: .standard)
                #expect(Self.isSound(report), "seed \(seed)")
                let span = ItemSpan(askedAt: call.at(50), answeredAt: call.at(100))
                _ = report.gate(span, kind: .identity, thresholds: .standard)
            }
        }
    }

    @Test func aFewAbsurdRowsInACleanCallHurtNobody() {
        for seed in UInt64(1)...400 {
            var random = SeededGenerator(seed: seed)
            let call = SimulatedCall(seconds: 300)
            var rows = call.rows
            for _ in 0..<3 {
                // Required figures and times only: an optional figure that lies by itself is a statement, not an absurdity.
                let index = random.number(below: rows.candidate.count)
                switch random.number(below: 5) {
                case 0: rows.candidate[index].audio.packetsReceived = Self.absurd(&random)
                case 1: rows.candidate[index].at = Instant(millisecondsSinceEpoch: Self.absurdWhole(&random))
                case 2: rows.candidate[index].monotonicMilliseconds = Self.absurdWhole(&random)
                case 3: rows.candidate[index].audio.packetsLost = [1e300, -1e300, .nan][random.number(below: 3)]
                default: rows.candidate[index].seq = Self.absurdWhole(&random)
                }
            }
            let report = score(rows, context: call.context, thresholds: .standard)
            #expect(report.verdict == .good, "seed \(seed)")
            #expect(report.faultParty == .unknown, "seed \(seed)")
        }
    }

    /// Whatever a liar does to the own rows, the other side is not blamed on their word alone: the other's path is the other's
    /// own measurement.
    @Test func forgedRowsNeverPutTheFaultOnAnHonestSideWithAGoodPath() {
        for seed in UInt64(1)...400 {
            var random = SeededGenerator(seed: seed)
            let call = SimulatedCall(seconds: 200)
            var rows = call.rows
            let factor = Double(random.number(below: 300)) / 100
            for index in rows.candidate.indices {
                switch seed % 4 {
                case 0: rows.candidate[index].audio.packetsLost += Double(index) * factor * 10
                case 1: rows.candidate[index].audio.packetsReceived *= factor
                case 2: rows.candidate[index].iceState = random.number(below: 2) == 0 ? "disconnected" : "connected"
                default: Self.forge(&rows.candidate[index], &random)
                }
            }
            let report = score(rows, context: call.context, thresholds: .standard)
            #expect(report.faultParty != .interviewer, "seed \(seed)")
            #expect(Self.isSound(report), "seed \(seed)")
        }
    }

    /// What the candidate's own rows measured as bad cannot be argued away by anything that the interviewer's rows say.
    @Test func anInterviewerCannotForgeAnItemAboveTheGate() {
        for seed in UInt64(1)...300 {
            var random = SeededGenerator(seed: seed)
            let call = SimulatedCall(seconds: 200) { side, time in
                LineState(
                    lossPercent: side == .candidate && time > 50 && seed % 2 == 0 ? 30 : 0,
                    deaf: side == .candidate && time > 50 && time <= 90 && seed % 2 == 1)
            }
            var rows = call.rows
            for index in rows.interviewer.indices {
                switch seed / 2 % 4 {
                case 0: rows.interviewer[index].muted = true
                case 1: rows.interviewer[index].audio.packetsSent = 0
                case 2: rows.interviewer[index].audio.packetsSent = nil
                default: Self.forge(&rows.interviewer[index], &random)
                }
            }
            let report = score(rows, context: call.context, thresholds: .standard)
            let span = ItemSpan(askedAt: call.at(55), answeredAt: call.at(90))
            #expect(!report.gate(span, kind: .question, thresholds: .standard).isAbove, "seed \(seed)")
        }
    }

    @Test func rowsSpreadOverYearsDoNotMakeAYearOfWindows() {
        var rows = SimulatedCall(seconds: 10_000).rows
        for index in rows.candidate.indices {
            rows.candidate[index].audio.packetsReceived = 0
            rows.candidate[index].monotonicMilliseconds = Int64(index) * 600_000
        }
        rows.interviewer = rows.candidate
        #expect(score(rows, context: CallContext(), thresholds: .standard).windows.count < 6_000)
    }

    @Test func aSilentSideCannotMakeTheOthersVerdictWorse() {
        for seed in UInt64(1)...300 {
            var random = SeededGenerator(seed: seed)
            let call = SimulatedCall(seconds: 200 + random.number(below: 200))
            var rows = call.rows
            // From some moment on, or altogether, the candidate's rows stay away.
            rows.candidate.removeLast(random.number(below: rows.candidate.count + 1))
            let report = score(rows, context: call.context, thresholds: .standard)
            #expect(report.verdict == .good || report.verdict == .disputed, "seed \(seed)")
            #expect(report.verdict == .good || rows.candidate.count < 2, "seed \(seed)")
            #expect(report.faultParty == .unknown, "seed \(seed)")
        }
    }
}
