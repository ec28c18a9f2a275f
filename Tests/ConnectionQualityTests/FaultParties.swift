import ConnectionQuality
import Testing
import Timekeeping

struct FaultParties {
    static func isBad(_ time: Int) -> Bool { time > 200 && time <= 400 }

    @Test(arguments: Side.allCases, Side.allCases)
    func theSideWithTheSlowServerPathIsAtFaultWhicheverWaySuffered(slow: Side, suffering: Side) {
        let call = SimulatedCall { side, time in
            LineState(
                lossPercent: side == suffering && Self.isBad(time) ? 30 : 0,
                serverRoundTrip: side == slow && Self.isBad(time) ? 900 : 35)
        }
        #expect(call.report().verdict == .poor)
        #expect(call.report().faultParty.rawValue == slow.rawValue)
    }

    @Test(arguments: Side.allCases)
    func failedPostsCountAsASlowPath(failing: Side) {
        let call = SimulatedCall { side, time in
            LineState(
                lossPercent: Self.isBad(time) ? 30 : 0, failedPosts: side == failing && Self.isBad(time) ? 1 : 0)
        }
        #expect(call.report().faultParty.rawValue == failing.rawValue)
    }

    @Test(arguments: [
        (900.0, 900.0, FaultParty.network), (35, 35, .network), (900, 35, .interviewer), (35, 900, .candidate),
    ])
    func bothOrNeitherIsTheNetwork(interviewer: Double, candidate: Double, expected: FaultParty) {
        let call = SimulatedCall { side, time in
            LineState(
                roundTrip: Self.isBad(time) ? 800 : 40, serverRoundTrip: side == .interviewer ? interviewer : candidate)
        }
        #expect(call.report().faultParty == expected)
    }

    @Test(arguments: [(90, FaultParty.network), (100, .interviewer), (200, .interviewer)])
    func halfOfTheBadWindowsAreNeeded(slowSeconds: Int, expected: FaultParty) {
        let call = SimulatedCall { side, time in
            let isSlow = side == .interviewer && time > 200 && time <= 200 + slowSeconds
            return LineState(lossPercent: Self.isBad(time) ? 30 : 0, serverRoundTrip: isSlow ? 900 : 35)
        }
        #expect(call.report().faultParty == expected)
    }

    @Test func withoutServerTimesNobodyIsNamed() {
        let call = SimulatedCall { side, time in
            LineState(lossPercent: Self.isBad(time) ? 30 : 0, serverRoundTrip: nil)
        }
        var rows = call.rows
        for index in rows.interviewer.indices { rows.interviewer[index].serverFailedPosts = nil }
        for index in rows.candidate.indices { rows.candidate[index].serverFailedPosts = nil }
        #expect(score(rows, context: call.context, thresholds: .standard).faultParty == .unknown)
    }

    @Test(arguments: Side.allCases)
    func aSilentSidePutsNothingOnTheOther(silent: Side) {
        let call = SimulatedCall { side, time in
            LineState(
                lossPercent: Self.isBad(time) ? 30 : 0, serverRoundTrip: side == silent ? 35 : 900,
                posts: side != silent)
        }
        #expect(call.report().verdict == .disputed)
        #expect(call.report().faultParty == .unknown)
    }

    @Test func theServersOwnTroubleComesFirst() {
        let call = SimulatedCall { side, time in
            LineState(
                lossPercent: Self.isBad(time) ? 30 : 0,
                serverRoundTrip: side == .candidate && Self.isBad(time) ? 900 : 35)
        }
        var context = call.context
        context.platformTrouble = [Interval(start: call.at(200), end: call.at(310))]
        #expect(score(call.rows, context: context, thresholds: .standard).faultParty == .platform)
        context.platformTrouble = [Interval(start: call.at(200), end: call.at(290))]
        #expect(score(call.rows, context: context, thresholds: .standard).faultParty == .candidate)
    }

    @Test func receiptTimesPlayNoPart() {
        let call = SimulatedCall { side, time in LineState(lossPercent: Self.isBad(time) ? 30 : 0) }
        var rows = call.rows
        for index in rows.candidate.indices { rows.candidate[index].receivedAt = call.at(5000) }
        #expect(score(rows, context: call.context, thresholds: .standard) == call.report())
    }
}
