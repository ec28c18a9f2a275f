public import Timekeeping

/// When an item was asked and answered, by the interviewer's marks.
public struct ItemSpan: Hashable, Codable, Sendable {
    public var askedAt: Instant
    public var answeredAt: Instant

    public init(askedAt: Instant, answeredAt: Instant) {
        self.askedAt = askedAt
        self.answeredAt = answeredAt
    }

    public enum CodingKeys: String, CodingKey {
        case askedAt = "asked_at"
        case answeredAt = "answered_at"
    }
}

/// What an item is, as far as the line matters to it.
public enum GatedKind: String, Codable, Sendable, CaseIterable {
    /// Heard, so judged by audio.
    case question
    /// Heard and seen, so judged by audio and video.
    case identity
    /// Heard, so judged by audio.
    case fact
}

/// Why an item lies below the gate.
public enum GateShortfall: String, Codable, Sendable, CaseIterable {
    /// Too little of the span was measured in both directions.
    case coverage
    /// Too much of the span was poor or lost.
    case audio
    /// Too little of the span showed good video.
    case video
}

/// Whether what happened in a span may count, with the figures that say so.
public struct GateFinding: Hashable, Codable, Sendable {
    /// Empty above the gate.
    public var shortfalls: [GateShortfall]
    /// The span with its lead.
    public var spanMilliseconds: Int64
    public var coveredMilliseconds: Int64
    /// Poor or lost in at least one direction.
    public var badAudioMilliseconds: Int64
    /// Without video that is good or better; `nil` where video does not matter.
    public var badVideoMilliseconds: Int64?

    public init(
        shortfalls: [GateShortfall], spanMilliseconds: Int64, coveredMilliseconds: Int64, badAudioMilliseconds: Int64,
        badVideoMilliseconds: Int64?
    ) {
        self.shortfalls = shortfalls
        self.spanMilliseconds = spanMilliseconds
        self.coveredMilliseconds = coveredMilliseconds
        self.badAudioMilliseconds = badAudioMilliseconds
        self.badVideoMilliseconds = badVideoMilliseconds
    }

    public var isAbove: Bool { shortfalls.isEmpty }

    public enum CodingKeys: String, CodingKey {
        case shortfalls
        case spanMilliseconds = "span_ms"
        case coveredMilliseconds = "covered_ms"
        case badAudioMilliseconds = "bad_audio_ms"
        case badVideoMilliseconds = "bad_video_ms"
    }
}

extension CallReport {
    /// Judges one item's span, from the lead before it was asked until it was answered.
    ///
    /// Above the gate, at least 80 % of the span is covered by windows of both directions and at most 20 % of it is poor or lost
    /// (the standard thresholds). A muted window covers, for a listener with a closed microphone is no bad line; but where the far end
    /// measured poor or lost audio all the same, it counts as that, so that a claim of being muted cannot hide a bad line. A span
    /// that ends before it begins lies below the gate.
    public func gate(_ span: ItemSpan, kind: GatedKind, thresholds: QualityThresholds) -> GateFinding {
        let start = (span.askedAt - .seconds(thresholds.spanLeadSeconds)).millisecondsSinceEpoch
        let end = span.answeredAt.millisecondsSinceEpoch
        guard span.answeredAt > span.askedAt, start < end else {
            return GateFinding(
                shortfalls: [.coverage], spanMilliseconds: 0, coveredMilliseconds: 0, badAudioMilliseconds: 0,
                badVideoMilliseconds: nil)
        }
        let length = end.subtractingReportingOverflow(start)
        let total = length.overflow ? Int64.max : length.partialValue
        var covered: Int64 = 0
        var badAudio: Int64 = 0
        var goodVideo: Int64 = 0
        var index = windows.startIndex
        while index < windows.endIndex {
            // Windows of one time stand side by side, one for each direction that was measured then.
            let first = windows[index]
            var next = index + 1
            while next < windows.endIndex, windows[next].from == first.from { next += 1 }
            let pair = windows[index..<next]
            index = next
            let overlap = min(end, first.to.millisecondsSinceEpoch)
                .subtractingReportingOverflow(max(start, first.from.millisecondsSinceEpoch)).partialValue
            guard overlap > 0, first.from.millisecondsSinceEpoch < end, first.to.millisecondsSinceEpoch > start
            else { continue }
            if Direction.allCases.allSatisfy({ way in pair.contains { $0.direction == way && $0.audio != .unknown } }) {
                covered += overlap
            }
            if pair.contains(where: { $0.audio.isBad || $0.audioBehindMute?.isBad == true }) { badAudio += overlap }
            let seen: [Direction] =
                thresholds.identityVideoBothDirections ? Direction.allCases : [.candidateToInterviewer]
            if seen.allSatisfy({ way in pair.contains { $0.direction == way && $0.video.isGoodOrBetter } }) {
                goodVideo += overlap
            }
        }
        let badVideo = kind == .identity ? total - goodVideo : nil
        var shortfalls: [GateShortfall] = []
        if Double(covered) * 100 < Double(thresholds.gateCoveragePercent) * Double(total) {
            shortfalls.append(.coverage)
        }
        if Double(badAudio) * 100 > Double(thresholds.gateBadPercent) * Double(total) { shortfalls.append(.audio) }
        if let badVideo, Double(badVideo) * 100 > Double(thresholds.gateBadPercent) * Double(total) {
            shortfalls.append(.video)
        }
        return GateFinding(
            shortfalls: shortfalls, spanMilliseconds: total, coveredMilliseconds: covered,
            badAudioMilliseconds: badAudio, badVideoMilliseconds: badVideo)
    }
}
