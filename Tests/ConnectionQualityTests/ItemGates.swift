import ConnectionQuality
import Testing
import Timekeeping

struct ItemGates {
    static let thresholds = QualityThresholds.standard

    private func finding(
        _ call: SimulatedCall, _ kind: GatedKind, from: Int = 205, to: Int = 300,
        thresholds: QualityThresholds = .standard
    ) -> GateFinding {
        call.report(thresholds).gate(
            ItemSpan(askedAt: call.at(from), answeredAt: call.at(to)), kind: kind, thresholds: thresholds)
    }

    @Test(arguments: GatedKind.allCases)
    func aCleanLineIsAboveTheGate(kind: GatedKind) {
        let finding = finding(SimulatedCall(), kind)
        #expect(finding.isAbove)
        #expect(finding.spanMilliseconds == 100_000)
        #expect(finding.coveredMilliseconds == 100_000)
    }

    @Test(arguments: Side.allCases, [(20, true), (30, false)])
    func aFifthOfTheSpanMayBeBad(side: Side, bad: (seconds: Int, above: Bool)) {
        let call = SimulatedCall { receiver, time in
            LineState(lossPercent: receiver == side && time > 240 && time <= 240 + bad.seconds ? 30 : 0)
        }
        for kind in GatedKind.allCases {
            #expect(finding(call, kind).isAbove == bad.above)
            #expect(finding(call, kind).badAudioMilliseconds == Int64(bad.seconds) * 1000)
        }
    }

    @Test(arguments: [(90, true), (100, true), (140, false)])
    func fourFifthsMustBeMeasuredBothWays(silentUntil: Int, above: Bool) {
        // Rows of one side are missing for more than a minute, up to some way into the span.
        let call = SimulatedCall { side, time in
            LineState(posts: side == .interviewer || time <= 120 || time >= 120 + silentUntil)
        }
        #expect(finding(call, .question).isAbove == above)
        #expect(finding(call, .question).shortfalls == (above ? [] : [.coverage]))
    }

    @Test(arguments: Side.allCases)
    func aSideWithoutRowsLeavesEveryItemBelowTheGate(silent: Side) {
        let call = SimulatedCall { side, _ in LineState(muted: true, posts: side != silent) }
        #expect(finding(call, .question).shortfalls == [.coverage])
    }

    @Test func videoMattersToIdentityOnly() {
        for state in [LineState(lines: 240), LineState(hasVideo: false), LineState(framesPerSecond: 5)] {
            let call = SimulatedCall { side, _ in side == .interviewer ? state : LineState() }
            #expect(finding(call, .question).isAbove)
            #expect(finding(call, .fact).isAbove)
            #expect(finding(call, .identity).shortfalls == [.video])
        }
    }

    @Test func whichWayVideoMattersIsPolicy() {
        let call = SimulatedCall { side, _ in LineState(lines: side == .candidate ? 240 : 480) }
        #expect(!finding(call, .identity).isAbove)
        #expect(
            finding(call, .identity, thresholds: QualityThresholds(identityVideoBothDirections: false)).isAbove)
    }

    @Test func aMutedListenerKeepsTheItem() {
        let call = SimulatedCall { side, time in LineState(muted: side == .interviewer && time > 205) }
        #expect(finding(call, .question).isAbove)
    }

    @Test func sayingMutedDoesNotHideABadLine() {
        let call = SimulatedCall { side, time in
            LineState(lossPercent: side == .candidate && time > 205 ? 30 : 0, muted: side == .interviewer && time > 205)
        }
        #expect(finding(call, .question).shortfalls == [.audio])
    }

    @Test(arguments: [(300, 300), (300, 200), (Int(Int32.max), -Int(Int32.max))])
    func aSpanThatIsNoneLiesBelow(from: Int, to: Int) {
        #expect(!finding(SimulatedCall(), .question, from: from, to: to).isAbove)
    }

    @Test func extremeTimesDoNotTrap() {
        let report = SimulatedCall().report()
        let all = ItemSpan(
            askedAt: Instant(millisecondsSinceEpoch: .min), answeredAt: Instant(millisecondsSinceEpoch: .max))
        #expect(!report.gate(all, kind: .identity, thresholds: .standard).isAbove)
    }

    @Test func spansAreInvalidForTheReasonsOfTheDocument() {
        let start = SimulatedCall.start
        func span(_ from: Int, _ to: Int) -> ItemSpan {
            ItemSpan(askedAt: start + .seconds(from), answeredAt: start + .seconds(to))
        }
        func claim(_ id: String, _ from: Int, _ to: Int, received: Int? = nil) -> SpanClaim<String> {
            SpanClaim(id: id, span: span(from, to), receivedAt: start + .seconds(received ?? to))
        }
        let faults = invalidSpans(
            [
                claim("fine", 0, 10), claim("touching", 10, 40), claim("short", 50, 59), claim("reversed", 90, 80),
                claim("one", 100, 140), claim("other", 139, 170), claim("late", 200, 230, received: 351),
                claim("in time", 240, 260, received: 380), claim("early", 300, 400, received: 279),
                SpanClaim(id: "missing", span: nil, receivedAt: nil),
                SpanClaim(id: "unmarked receipt", span: span(500, 520), receivedAt: nil),
            ], thresholds: .standard)
        #expect(
            faults == [
                "short": [.tooShort], "reversed": [.tooShort], "one": [.overlapping], "other": [.overlapping],
                "late": [.farFromReceipt], "early": [.farFromReceipt], "missing": [.missing],
            ])
    }
}
