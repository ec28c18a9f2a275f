import ConnectionQuality
import Testing
import Timekeeping

struct WindowMeasures {
    static let audioCases: [(LineState, AudioClass)] = [
        (LineState(), .excellent),
        (LineState(lossPercent: 2), .excellent),
        (LineState(lossPercent: 6), .good),
        (LineState(lossPercent: 10), .good),
        (LineState(lossPercent: 10.4), .poor),
        (LineState(lossPercent: 30), .poor),
        (LineState(roundTrip: 500), .good),
        (LineState(roundTrip: 501), .poor),
        (LineState(roundTrip: nil), .excellent),
        (LineState(muted: true), .excellent),
        (LineState(iceState: "disconnected"), .lost),
        (LineState(iceState: nil), .excellent),
    ]

    @Test(arguments: audioCases)
    func audioClassFollowsTheLine(state: LineState, expected: AudioClass) {
        let report = SimulatedCall(seconds: 120) { side, _ in side == .candidate ? state : LineState() }.report()
        #expect(report.window(60, .interviewerToCandidate)?.audio == expected)
    }

    @Test func theRatingIsTheDocumentsFormula() throws {
        let report = SimulatedCall(seconds: 120) { side, _ in
            side == .candidate ? LineState(lossPercent: 6, roundTrip: 300) : LineState()
        }.report()
        let window = try #require(report.window(60, .interviewerToCandidate))
        // Delay 150 + 30 + 20 ms; concealed 4 %, which is more than half of 6 % lost; FEC, so Bpl 20.
        let rating = EModel.rating(delayMilliseconds: 200, packetLossPercent: 4, packetLossRobustness: 20)
        #expect(abs((window.rating ?? 0) - rating) < 0.001)
        #expect(window.lossPercent == 6)
        #expect(abs((window.meanOpinionScore ?? 0) - EModel.meanOpinionScore(rating: rating)) < 0.001)
    }

    @Test(arguments: [(true, 20.0), (false, 10.0), (nil, 10.0)])
    func forwardErrorCorrectionDoublesRobustness(negotiated: Bool?, robustness: Double) throws {
        let call = SimulatedCall(seconds: 120) { _, _ in LineState(lossPercent: 3) }
        var context = call.context
        context.forwardErrorCorrection = negotiated
        let window = try #require(
            score(call.rows, context: context, thresholds: .standard).window(60, .candidateToInterviewer))
        let rating = EModel.rating(delayMilliseconds: 70, packetLossPercent: 2, packetLossRobustness: robustness)
        #expect(abs((window.rating ?? 0) - rating) < 0.001)
    }

    @Test func aMutedSpeakerIsSkipped() {
        let report = SimulatedCall { side, time in
            LineState(lossPercent: side == .candidate && time > 200 ? 30 : 0, muted: side == .interviewer && time > 200)
        }.report()
        #expect(report.verdict == .good)
        #expect(report.window(300, .interviewerToCandidate)?.audio == .muted)
        #expect(report.window(300, .interviewerToCandidate)?.audioBehindMute == .poor)
        #expect(report.window(300, .candidateToInterviewer)?.audio == .excellent)
    }

    @Test func withoutConcealmentHalfTheLossCounts() throws {
        let call = SimulatedCall(seconds: 120) { _, _ in LineState(lossPercent: 6) }
        var rows = call.rows
        for index in rows.candidate.indices { rows.candidate[index].audio.silentConcealedSamples = nil }
        let window = try #require(
            score(rows, context: call.context, thresholds: .standard).window(60, .interviewerToCandidate))
        let rating = EModel.rating(delayMilliseconds: 70, packetLossPercent: 3, packetLossRobustness: 20)
        #expect(abs((window.rating ?? 0) - rating) < 0.001)
    }

    static let videoCases: [(LineState, VideoClass)] = [
        (LineState(), .excellent),
        (LineState(framesPerSecond: 15), .excellent),
        (LineState(framesPerSecond: 14.8), .good),
        (LineState(framesPerSecond: 10), .good),
        (LineState(framesPerSecond: 9), .fair),
        (LineState(lines: 479), .good),
        (LineState(lines: 360), .good),
        (LineState(lines: 359), .fair),
        (LineState(frozenPercent: 0.9), .excellent),
        (LineState(frozenPercent: 1), .good),
        (LineState(frozenPercent: 3), .fair),
        (LineState(frozenPercent: 10), .poor),
        (LineState(framesPerSecond: 0), .poor),
        (LineState(hasVideo: false), .unknown),
    ]

    @Test(arguments: videoCases)
    func videoClassFollowsThePicture(state: LineState, expected: VideoClass) {
        let report = SimulatedCall(seconds: 180) { side, _ in side == .interviewer ? state : LineState() }.report()
        #expect(report.window(120, .candidateToInterviewer)?.video == expected)
        #expect(report.window(120, .interviewerToCandidate)?.video == .excellent)
    }

    @Test func aFreezeIsRememberedForAMinute() {
        let report = SimulatedCall(seconds: 300) { side, time in
            LineState(frozenPercent: side == .interviewer && time == 105 ? 60 : 0)
        }.report()
        // 3 s of 60 s are 5 %.
        #expect(report.window(100, .candidateToInterviewer)?.video == .fair)
        #expect(report.window(150, .candidateToInterviewer)?.video == .fair)
        #expect(report.window(160, .candidateToInterviewer)?.video == .excellent)
    }

    @Test func missingPostsAreBridgedWhereCountersShowMedia() {
        let call = SimulatedCall { side, time in
            LineState(posts: side == .interviewer || time < 205 || time > 240)
        }
        let report = call.report()
        #expect(report.verdict == .good)
        #expect(report.gaps.isEmpty)
        #expect(report.window(220, .interviewerToCandidate)?.audio == .excellent)
    }

    @Test func missingPostsBeyondAMinuteAreUnknownAndNoGap() {
        let call = SimulatedCall { side, time in
            LineState(posts: side == .interviewer || time < 205 || time > 330)
        }
        let report = call.report()
        #expect(report.verdict == .good)
        #expect(report.gaps.isEmpty)
        #expect(report.window(260, .interviewerToCandidate) == nil)
    }

    @Test func countersThatStoodStillAcrossMissingPostsAreAGap() {
        let call = SimulatedCall { side, time in
            let out = side == .candidate && time > 200 && time <= 260
            return LineState(deaf: out, posts: !out || time == 260)
        }
        #expect(call.report().verdict == .technicalFailure)
        #expect(call.report().gaps == [Interval(start: call.at(200), end: call.at(260))])
    }
}
