import ConnectionQuality
import Timekeeping

/// A measured call as lines and bands: everything about the picture that can be computed, and no words.
///
/// Lengths are units of the SVG's view box. Nothing is smoothed: where windows have to share a point, the worst of them is drawn, so
/// that a long call cannot look better than it was.
struct LineChart: Equatable, Sendable {
    /// The sizes that the template's view box has.
    enum Layout {
        static let width = 720.0
        static let height = 288.0
        static let left = 40.0
        static let right = 694.0
        static let itemTop = 6.0
        static let itemHeight = 20.0
        static let laneTops = [62.0, 180.0]
        static let laneHeight = 78.0
        static let axis = 280.0
        /// More points than this nobody can see, and the page would grow.
        static let mostPoints = 240
        static let lowestScore = 1.0
        static let highestScore = 4.5
        /// Narrower spans have no room for their number.
        static let narrowestLabel = 14.0
    }

    /// A stretch of time, as a rectangle's place and width.
    struct Band: Equatable, Sendable {
        enum Kind: String, Sendable { case poor, lost, muted, unknown, gap }

        var kind: Kind
        var x: Double
        var width: Double
    }

    /// One direction.
    struct Lane: Equatable, Sendable {
        var direction: Direction
        var top: Double
        /// The mean opinion score as an SVG path; empty where nothing was measured.
        var path: String
        var bands: [Band]
        /// Where the scores lie at which audio turns poor and stops being excellent.
        var gateY: Double
        var goodY: Double
        var points: Int
    }

    /// An item of the scorecard, by its number in the list below the chart.
    struct Span: Equatable, Sendable {
        var number: Int
        var x: Double
        var width: Double
        var isAbove: Bool
        var hasLabel: Bool

        var middle: Double { LineChart.rounded(x + width / 2) }
    }

    struct Tick: Equatable, Sendable {
        var x: Double
        var minutes: Int
    }

    /// What an item has to say of itself to be drawn.
    struct Item: Equatable, Sendable {
        var number: Int
        var span: ItemSpan
        var isAbove: Bool
    }

    var start: Instant
    var end: Instant
    var lanes: [Lane]
    var spans: [Span]
    var gaps: [Band]
    var ticks: [Tick]

    /// `nil` where nothing was measured at all: an empty chart would say that all was well.
    init?(
        windows: [QualityWindow], gaps: [Interval], items: [Item], startedAt: Instant?, endedAt: Instant?,
        thresholds: QualityThresholds
    ) {
        guard let first = windows.map(\.from).min(), let last = windows.map(\.to).max() else { return nil }
        let start = min(startedAt ?? first, first)
        let end = max(last, endedAt ?? last, start + .seconds(thresholds.windowSeconds))
        let scale = TimeScale(start: start, end: end)
        self.start = start
        self.end = end
        lanes = zip(Direction.allCases, Layout.laneTops).map { direction, top in
            Self.lane(
                direction, top: top, windows: windows.filter { $0.direction == direction }, scale: scale,
                thresholds: thresholds)
        }
        spans = items.compactMap { item in
            guard item.span.answeredAt > start, item.span.askedAt < end else { return nil }
            let (x, width) = scale.stretch(item.span.askedAt, item.span.answeredAt)
            return Span(
                number: item.number, x: x, width: width, isAbove: item.isAbove,
                hasLabel: width >= Layout.narrowestLabel)
        }
        self.gaps = gaps.map { gap in
            let (x, width) = scale.stretch(gap.start, gap.end)
            return Band(kind: .gap, x: x, width: width)
        }
        ticks = Self.ticks(scale)
    }

    // MARK: Lanes

    /// Windows that share a point: as long as all of them, as bad as the worst.
    private struct Sample {
        var from: Instant
        var to: Instant
        var score: Double?
        var audio: AudioClass

        init(_ windows: ArraySlice<QualityWindow>) {
            from = windows.first?.from ?? Instant(millisecondsSinceEpoch: 0)
            to = windows.last?.to ?? from
            score = windows.compactMap(\.meanOpinionScore).min()
            audio = windows.map(\.audio).max { Self.rank($0) < Self.rank($1) } ?? .unknown
        }

        private static func rank(_ audio: AudioClass) -> Int {
            switch audio {
            case .unknown: 0
            case .muted: 1
            case .excellent: 2
            case .good: 3
            case .poor: 4
            case .lost: 5
            }
        }

        /// A score is drawn where one was measured; a lost stretch is a band, whatever the few packets scored that came.
        var drawn: Double? {
            switch audio {
            case .excellent, .good, .poor: score
            case .lost, .muted, .unknown: nil
            }
        }

        var band: Band.Kind? {
            switch audio {
            case .poor: .poor
            case .lost: .lost
            case .muted: .muted
            case .unknown: .unknown
            case .excellent, .good: nil
            }
        }
    }

    private static func lane(
        _ direction: Direction, top: Double, windows: [QualityWindow], scale: TimeScale, thresholds: QualityThresholds
    ) -> Lane {
        let samples = samples(windows.sorted { $0.from < $1.from })
        var path = ""
        var previous: Sample?
        for (index, sample) in samples.enumerated() {
            guard let score = sample.drawn else {
                previous = nil
                continue
            }
            let y = height(score, top)
            let next = samples.dropFirst(index + 1).first
            if previous.map({ $0.to < sample.from }) ?? true { path += "M\(text(scale.x(sample.from))) \(text(y))" }
            path += "L\(text(scale.middle(sample.from, sample.to))) \(text(y))"
            if next?.drawn == nil || next.map({ $0.from > sample.to }) ?? true {
                path += "L\(text(scale.x(sample.to))) \(text(y))"
            }
            previous = sample
        }
        return Lane(
            direction: direction, top: top, path: path, bands: bands(samples, scale),
            gateY: height(EModel.meanOpinionScore(rating: thresholds.poorBelowRating), top),
            goodY: height(EModel.meanOpinionScore(rating: thresholds.goodBelowRating), top), points: samples.count)
    }

    private static func samples(_ windows: [QualityWindow]) -> [Sample] {
        let share = max(1, (windows.count + Layout.mostPoints - 1) / Layout.mostPoints)
        return stride(from: 0, to: windows.count, by: share).map { position in
            Sample(windows.dropFirst(position).prefix(share))
        }
    }

    /// Neighbours of one kind are one band.
    private static func bands(_ samples: [Sample], _ scale: TimeScale) -> [Band] {
        var runs: [(kind: Band.Kind, from: Instant, to: Instant)] = []
        for sample in samples {
            guard let kind = sample.band else { continue }
            if let last = runs.last, last.kind == kind, last.to >= sample.from {
                runs[runs.count - 1].to = sample.to
            } else {
                runs.append((kind, sample.from, sample.to))
            }
        }
        return runs.map { run in
            let (x, width) = scale.stretch(run.from, run.to)
            return Band(kind: run.kind, x: x, width: width)
        }
    }

    private static func height(_ score: Double, _ top: Double) -> Double {
        let held = min(max(score, Layout.lowestScore), Layout.highestScore)
        let share = (Layout.highestScore - held) / (Layout.highestScore - Layout.lowestScore)
        return rounded(top + share * Layout.laneHeight)
    }

    // MARK: Time

    private struct TimeScale {
        var start: Instant
        var end: Instant

        func x(_ instant: Instant) -> Double {
            let total = Double(max(1, (end - start).milliseconds))
            let passed = Double(min(max(instant, start), end).millisecondsSinceEpoch - start.millisecondsSinceEpoch)
            return LineChart.rounded(Layout.left + passed / total * (Layout.right - Layout.left))
        }

        func middle(_ from: Instant, _ to: Instant) -> Double { LineChart.rounded((x(from) + x(to)) / 2) }

        /// At least one unit wide, or a short stretch would not be seen.
        func stretch(_ from: Instant, _ to: Instant) -> (x: Double, width: Double) {
            let left = x(from)
            return (left, LineChart.rounded(max(1, x(to) - left)))
        }
    }

    /// At most seven, a whole number of minutes apart.
    private static func ticks(_ scale: TimeScale) -> [Tick] {
        let minutes = Int(clamping: (scale.end - scale.start).milliseconds / 60_000)
        let step = [1, 2, 5, 10, 15, 30, 60].first { minutes / $0 <= 6 } ?? max(60, minutes / 6)
        return stride(from: 0, through: minutes, by: step).map { minute in
            Tick(x: scale.x(scale.start + .minutes(minute)), minutes: minute)
        }
    }

    // MARK: Numbers

    static func rounded(_ number: Double) -> Double { (number * 10).rounded() / 10 }

    /// `12`, `12.5`: one decimal, and none where it is 0.
    static func text(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let (whole, rest) = (abs(tenths) / 10, abs(tenths) % 10)
        return rest == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(rest)"
    }
}

/// A row of the table behind the chart: neighbouring windows that were alike in both directions.
struct LineStretch: Equatable, Sendable {
    struct Way: Equatable, Sendable {
        var audio: AudioClass
        var video: VideoClass
        var lowestScore: Double?
        var highestLoss: Double?
    }

    var from: Instant
    var to: Instant
    var ways: [Direction: Way]

    /// The windows in order of time, alike neighbours as one row; where a call changes so often that there would be more than
    /// `atMost` rows, neighbours are joined as the worst of them.
    static func all(_ windows: [QualityWindow], atMost most: Int = LineChart.Layout.mostPoints) -> [LineStretch] {
        var rows: [LineStretch] = []
        for window in windows.sorted(by: { $0.from < $1.from }) {
            let way = Way(
                audio: window.audio, video: window.video, lowestScore: window.meanOpinionScore,
                highestLoss: window.lossPercent)
            if let last = rows.last, last.from == window.from {
                rows[rows.count - 1].ways[window.direction] = way
            } else {
                rows.append(LineStretch(from: window.from, to: window.to, ways: [window.direction: way]))
            }
        }
        let alike = merge(rows) { $0.isLike($1) }
        guard alike.count > most, most > 0 else { return alike }
        let share = (alike.count + most - 1) / most
        return stride(from: 0, to: alike.count, by: share).compactMap { position in
            let group = alike.dropFirst(position).prefix(share)
            return group.dropFirst().reduce(group.first) { $0?.joined(with: $1) }
        }
    }

    private static func merge(
        _ rows: [LineStretch], where areOne: (LineStretch, LineStretch) -> Bool
    ) -> [LineStretch] {
        rows.reduce(into: []) { merged, row in
            if let last = merged.last, last.to == row.from, areOne(last, row) {
                merged[merged.count - 1] = last.joined(with: row)
            } else {
                merged.append(row)
            }
        }
    }

    private func isLike(_ other: LineStretch) -> Bool {
        Direction.allCases.allSatisfy {
            ways[$0]?.audio == other.ways[$0]?.audio && ways[$0]?.video == other.ways[$0]?.video
        }
    }

    private func joined(with later: LineStretch) -> LineStretch {
        var result = self
        result.to = later.to
        for (direction, way) in later.ways {
            guard var mine = result.ways[direction] else {
                result.ways[direction] = way
                continue
            }
            mine.audio = Self.worse(mine.audio, way.audio)
            mine.video = Self.worse(mine.video, way.video)
            mine.lowestScore = [mine.lowestScore, way.lowestScore].compactMap { $0 }.min()
            mine.highestLoss = [mine.highestLoss, way.highestLoss].compactMap { $0 }.max()
            result.ways[direction] = mine
        }
        return result
    }

    private static func worse(_ one: AudioClass, _ two: AudioClass) -> AudioClass {
        let order: [AudioClass] = [.lost, .poor, .good, .excellent, .muted, .unknown]
        return order.first { $0 == one || $0 == two } ?? one
    }

    private static func worse(_ one: VideoClass, _ two: VideoClass) -> VideoClass {
        let order: [VideoClass] = [.poor, .fair, .good, .excellent, .unknown]
        return order.first { $0 == one || $0 == two } ?? one
    }
}
