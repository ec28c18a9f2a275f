import ConnectionQuality
import Testing
import Timekeeping

@testable import HTTPServer

/// The chart's geometry: nothing is smoothed, nothing bad is lost, and a long call stays a small page.
@Suite("Line chart")
struct LineChartTests {
    private static let start = Instant(secondsSinceEpoch: 1_800_000_000)

    private static func window(
        _ index: Int, _ direction: Direction = .interviewerToCandidate, score: Double? = 4.4,
        audio: AudioClass = .excellent
    ) -> QualityWindow {
        QualityWindow(
            from: start + .seconds(index * 10), to: start + .seconds(index * 10 + 10), direction: direction,
            rating: nil, meanOpinionScore: score, lossPercent: 0, audio: audio, video: .good)
    }

    private static func call(_ count: Int) -> [QualityWindow] {
        (0..<count).flatMap { index in Direction.allCases.map { window(index, $0) } }
    }

    private static func chart(
        _ windows: [QualityWindow], gaps: [Interval] = [], items: [LineChart.Item] = []
    ) -> LineChart? {
        LineChart(
            windows: windows, gaps: gaps, items: items, startedAt: start, endedAt: nil, thresholds: .standard)
    }

    @Test("A call without measurements has no chart, which would look like a good one")
    func nothingMeasured() {
        #expect(Self.chart([]) == nil)
    }

    @Test("A good half hour is one unbroken line a direction, over the whole width")
    func goodCall() throws {
        let chart = try #require(Self.chart(Self.call(180)))
        #expect(chart.lanes.map(\.direction) == Direction.allCases)
        for lane in chart.lanes {
            #expect(lane.points == 180)
            #expect(lane.path.filter { $0 == "M" }.count == 1)
            #expect(lane.path.hasPrefix("M40 "))
            #expect(lane.path.contains("L694 "))
            #expect(lane.bands.isEmpty)
        }
        #expect(chart.ticks.map(\.minutes) == [0, 5, 10, 15, 20, 25, 30])
    }

    @Test(
        "A call of any length has at most 240 points a direction, and its worst moment is still drawn",
        arguments: [241, 480, 1000, 1440])
    func longCalls(count: Int) throws {
        var windows = Self.call(count)
        windows[count].meanOpinionScore = 1.5
        windows[count].audio = .poor
        let chart = try #require(Self.chart(windows))
        let lane = try #require(chart.lanes.first { $0.direction == windows[count].direction })
        #expect(lane.points <= LineChart.Layout.mostPoints)
        #expect(lane.bands.map(\.kind) == [.poor])
        let lowest = LineChart.text(
            LineChart.rounded(lane.top + (4.5 - 1.5) / 3.5 * LineChart.Layout.laneHeight))
        #expect(lane.path.contains(" \(lowest)"))
    }

    @Test(
        "What was not heard breaks the line and is a band of its own kind",
        arguments: [(AudioClass.lost, LineChart.Band.Kind.lost), (.muted, .muted), (.unknown, .unknown)])
    func brokenLines(audio: AudioClass, kind: LineChart.Band.Kind) throws {
        let windows = (0..<10).map { index in
            (4...5).contains(index)
                ? Self.window(index, score: nil, audio: audio) : Self.window(index)
        }
        let lane = try #require(Self.chart(windows)?.lanes.first)
        #expect(lane.path.filter { $0 == "M" }.count == 2)
        #expect(lane.bands.count == 1)
        #expect(lane.bands.first?.kind == kind)
    }

    @Test("Poor sound is both a line and a band")
    func poorSound() throws {
        let windows = (0..<10).map { Self.window($0, score: 2.6, audio: .poor) }
        let lane = try #require(Self.chart(windows)?.lanes.first)
        #expect(lane.path.filter { $0 == "M" }.count == 1)
        #expect(lane.bands.map(\.kind) == [.poor])
        let drawn = try #require(lane.bands.first)
        #expect(drawn.x == 40)
        #expect(drawn.width == 654)
    }

    @Test("The gate is drawn where the score of its rating lies")
    func gates() throws {
        let lane = try #require(Self.chart(Self.call(10))?.lanes.first)
        #expect(EModel.meanOpinionScore(rating: 60) == 3.1)
        #expect(lane.gateY == LineChart.rounded(lane.top + (4.5 - 3.1) / 3.5 * LineChart.Layout.laneHeight))
        #expect(lane.goodY < lane.gateY)
    }

    @Test("Items lie over their time, numbered where there is room")
    func items() throws {
        let spans = [
            LineChart.Item(
                number: 1, span: ItemSpan(askedAt: Self.start, answeredAt: Self.start + .seconds(900)), isAbove: true),
            LineChart.Item(
                number: 2,
                span: ItemSpan(
                    askedAt: Self.start + .seconds(900), answeredAt: Self.start + .seconds(910)), isAbove: false),
            // Outside of what was measured, there is nowhere to draw it.
            LineChart.Item(
                number: 3,
                span: ItemSpan(
                    askedAt: Self.start + .seconds(9000), answeredAt: Self.start + .seconds(9060)), isAbove: false),
        ]
        let chart = try #require(Self.chart(Self.call(180), items: spans))
        #expect(chart.spans.map(\.number) == [1, 2])
        #expect(chart.spans.map(\.hasLabel) == [true, false])
        #expect(chart.spans.first.map { $0.x + $0.width } == 367)
    }

    @Test("A gap of any length can be seen")
    func gaps() throws {
        let gap = Interval(start: Self.start + .seconds(60), end: Self.start + .seconds(61))
        let chart = try #require(Self.chart(Self.call(1440), gaps: [gap]))
        #expect(chart.gaps.allSatisfy { $0.width >= 1 })
    }

    @Test("The table joins alike neighbours, and keeps the worst figures of what it joins")
    func stretches() throws {
        var windows = Self.call(180)
        windows[2].meanOpinionScore = 4.1
        windows[2].lossPercent = 0.4
        #expect(LineStretch.all(windows).count == 1)
        #expect(LineStretch.all(windows).first?.ways[windows[2].direction]?.lowestScore == 4.1)
        #expect(LineStretch.all(windows).first?.ways[windows[2].direction]?.highestLoss == 0.4)
        windows[100].audio = .poor
        let rows = LineStretch.all(windows)
        #expect(rows.count == 3)
        #expect(rows.map { $0.ways[windows[100].direction]?.audio } == [.excellent, .poor, .excellent])
        #expect(zip(rows, rows.dropFirst()).allSatisfy { $0.to == $1.from })
    }

    @Test("A call that changes all the time still has a table of bounded length, without losing a bad moment")
    func restlessCalls() {
        let windows = (0..<1440).map { Self.window($0, audio: $0.isMultiple(of: 2) ? .good : .excellent) }
        let rows = LineStretch.all(windows)
        #expect(rows.count <= LineChart.Layout.mostPoints)
        #expect(rows.allSatisfy { $0.ways[.interviewerToCandidate]?.audio == .good })
        #expect(rows.first?.from == windows.first?.from)
        #expect(rows.last?.to == windows.last?.to)
    }

    @Test("Numbers are written short", arguments: [(12.0, "12"), (12.34, "12.3"), (-0.5, "-0.5"), (0, "0")])
    func numbers(value: Double, text: String) {
        #expect(LineChart.text(value) == text)
    }
}
