import ConnectionQuality
import Testing
import Timekeeping

/// Each row of the verdict table, with a call that just meets it and one that just does not.
struct CallVerdicts {
    @Test func aCleanCallIsGoodAndNobodysFault() {
        let report = SimulatedCall(seconds: 900).report()
        #expect(report.verdict == .good)
        #expect(report.faultParty == .unknown)
        #expect(report.windows.count == 180)
        #expect(report.windows.allSatisfy { $0.audio == .excellent && $0.video == .excellent })
        #expect(report.twoSidedSeconds == 900)
        #expect(report.gaps.isEmpty)
    }

    @Test(arguments: [
        (0, CallVerdict.good), (20, .good), (30, .fair), (110, .fair), (120, .poor), (300, .poor),
    ])
    func shareOfBadWindowsDecides(badSeconds: Int, expected: CallVerdict) {
        let call = SimulatedCall { side, time in
            LineState(lossPercent: side == .interviewer && time > 100 && time <= 100 + badSeconds ? 30 : 0)
        }
        #expect(call.report().verdict == expected)
    }

    @Test(arguments: [1, 5, 10], [Int64(0), 700, 2_600])
    func postingRateAndClockOffsetDoNotChangeTheVerdict(step: Int, offset: Int64) {
        let call = SimulatedCall(step: step, offsetMilliseconds: [.candidate: offset]) { side, time in
            LineState(roundTrip: side == .interviewer && time > 200 && time <= 380 ? 800 : 40)
        }
        #expect(call.report().verdict == .poor)
    }

    @Test(arguments: [(40, CallVerdict.fair), (45, .technicalFailure), (120, .technicalFailure)])
    func aLostRunEndsTheCall(lostSeconds: Int, expected: CallVerdict) {
        let call = SimulatedCall { side, time in
            LineState(deaf: side == .candidate && time > 300 && time <= 300 + lostSeconds)
        }
        let report = call.report()
        #expect(report.verdict == expected)
        #expect(report.gaps == [Interval(start: call.at(300), end: call.at(300 + lostSeconds))])
        #expect(report.window(310, .interviewerToCandidate)?.audio == .lost)
        #expect(report.window(310, .candidateToInterviewer)?.audio == .excellent)
    }

    @Test func iceDisconnectedIsLostWhateverTheCountersSay() {
        let call = SimulatedCall { side, time in
            LineState(iceState: side == .interviewer && time > 300 && time <= 350 ? "disconnected" : "connected")
        }
        #expect(call.report().verdict == .technicalFailure)
    }

    @Test(arguments: [(55, CallVerdict.technicalFailure), (60, .good)])
    func underAMinuteOfTwoSidedMediaIsAFailure(seconds: Int, expected: CallVerdict) {
        #expect(SimulatedCall(seconds: seconds).report().verdict == expected)
    }

    @Test func noRowsAtAllIsAFailureOfUnknownFault() {
        let report = score(CallRows(), context: CallContext(), thresholds: .standard)
        #expect(report.verdict == .technicalFailure)
        #expect(report.faultParty == .unknown)
        #expect(report.windows.isEmpty)
    }

    @Test func noMediaFor30SecondsAfterJoiningIsAFailure() {
        let call = SimulatedCall { _, time in LineState(deaf: time <= 35) }
        var context = call.context
        context.bothJoinedAt = call.at(0)
        let report = score(call.rows, context: context, thresholds: .standard)
        #expect(report.verdict == .technicalFailure)
        #expect(report.trace.first { $0.check == "seconds_without_media_after_joining" }?.holds == true)
    }

    @Test func rowsThatBeginLongAfterJoiningSayNothingAboutTheWait() {
        let call = SimulatedCall()
        var context = call.context
        context.bothJoinedAt = call.at(-800)
        #expect(score(call.rows, context: context, thresholds: .standard).verdict == .good)
    }

    @Test func endingByIceFailureIsAFailure() {
        var context = SimulatedCall().context
        context.endedByICEFailure = true
        #expect(score(SimulatedCall().rows, context: context, thresholds: .standard).verdict == .technicalFailure)
        let failing = SimulatedCall { side, time in LineState(iceState: time == 600 ? "failed" : "connected") }
        #expect(failing.report().verdict == .technicalFailure)
    }

    @Test(arguments: Side.allCases)
    func onlyOneSideReportingIsDisputed(silent: Side) {
        let call = SimulatedCall { side, _ in LineState(posts: side != silent) }
        let report = call.report()
        #expect(report.verdict == .disputed)
        #expect(report.windows.allSatisfy { $0.direction.receiver == silent.other })
    }

    @Test func aSideThatStopsReportingDoesNotTurnTheCallIntoAFailure() {
        let call = SimulatedCall { side, time in LineState(posts: side == .interviewer || time <= 30) }
        let report = call.report()
        #expect(report.verdict == .good)
        #expect(report.twoSidedSeconds >= 590)
    }

    @Test func lossThatNobodySentIsDisputed() {
        var rows = SimulatedCall().rows
        for index in rows.candidate.indices { rows.candidate[index].audio.packetsLost = Double(index) * 20 }
        #expect(score(rows, context: SimulatedCall().context, thresholds: .standard).verdict == .disputed)
    }

    @Test func receivingMoreThanWasSentIsDisputed() {
        var rows = SimulatedCall().rows
        for index in rows.candidate.indices { rows.candidate[index].audio.packetsReceived *= 1.1 }
        #expect(score(rows, context: SimulatedCall().context, thresholds: .standard).verdict == .disputed)
    }

    @Test func lossThatRtcpNeverReportedIsDisputed() {
        let call = SimulatedCall { side, _ in LineState(lossPercent: side == .candidate ? 8 : 0) }
        var rows = call.rows
        for index in rows.interviewer.indices { rows.interviewer[index].audio.remotePacketsLost = 0 }
        #expect(score(rows, context: call.context, thresholds: .standard).verdict == .disputed)
        for index in rows.interviewer.indices { rows.interviewer[index].audio.remotePacketsLost = nil }
        #expect(score(rows, context: call.context, thresholds: .standard).verdict == .good)
    }

    @Test func lossCountedOnlyAfterAnOutageIsNoDisagreement() {
        let call = SimulatedCall { side, time in LineState(deaf: side == .candidate && time > 300 && time <= 330) }
        var rows = call.rows
        for index in rows.candidate.indices where rows.candidate[index].seq > 66 {
            rows.candidate[index].audio.packetsLost += 1500
        }
        for index in rows.interviewer.indices where rows.interviewer[index].seq > 66 {
            rows.interviewer[index].audio.remotePacketsLost? += 1500
        }
        #expect(score(rows, context: call.context, thresholds: .standard).verdict == .fair)
    }

    @Test func aNewConnectionStartsANewBaseline() {
        let call = SimulatedCall()
        var rows = call.rows
        for index in rows.candidate.indices where rows.candidate[index].seq >= 60 {
            rows.candidate[index].connection = "candidate-2"
            rows.candidate[index].audio.packetsReceived -= 60 * 250
        }
        let report = score(rows, context: call.context, thresholds: .standard)
        #expect(report.verdict == .good)
        #expect(report.windows.count == 120)
    }
}
