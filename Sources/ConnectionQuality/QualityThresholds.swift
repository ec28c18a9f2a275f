/// Every number by which a line is judged, published with each verdict that rests on it.
///
/// No regulator gives numbers, so these are Candor's own; they live in `Config/policies` under snake_case names. A name that is absent
/// there has the value of `standard`.
public struct QualityThresholds: Hashable, Codable, Sendable {
    public static let standard = QualityThresholds()

    /// Names this set of numbers in every report made with it.
    public var version: String
    /// Length of a window.
    public var windowSeconds: Int
    /// Added to half the round trip and the jitter buffer: packetising, encoding, playing out.
    public var providerDelayMilliseconds: Double
    /// Packet-loss robustness where Opus in-band FEC was negotiated; a convention, as ITU publishes no value for Opus.
    public var bplWithForwardErrorCorrection: Double
    /// Packet-loss robustness without in-band FEC, or where nobody said; the same convention.
    public var bplWithoutForwardErrorCorrection: Double
    /// Audio below this R is poor.
    public var poorBelowRating: Double
    /// Audio below this R is good, from it on excellent.
    public var goodBelowRating: Double
    /// Audio that lost more than this is poor whatever its R.
    public var poorAboveLossPercent: Double
    /// Audio with a longer round trip is poor whatever its R.
    public var poorAboveRoundTripMilliseconds: Double
    /// Audio is lost when nothing arrived for this long while the other sent.
    public var lostAfterSeconds: Int
    /// Freezes are looked at over this long.
    public var freezeWindowSeconds: Int
    /// Excellent video froze for less than this share.
    public var videoExcellentBelowFrozenPercent: Double
    /// Excellent video shows at least this.
    public var videoExcellentFramesPerSecond: Double
    /// Excellent video has at least this height.
    public var videoExcellentLines: Double
    /// Good video froze for less than this share.
    public var videoGoodBelowFrozenPercent: Double
    /// Good video shows at least this.
    public var videoGoodFramesPerSecond: Double
    /// Good video has at least this height.
    public var videoGoodLines: Double
    /// Fair video froze for less than this share; beyond it is poor.
    public var videoFairBelowFrozenPercent: Double
    /// An item's span begins this long before it was asked.
    public var spanLeadSeconds: Int
    /// At least this share of a span must be measured in both directions.
    public var gateCoveragePercent: Int
    /// At most this share of a span may be poor or lost.
    public var gateBadPercent: Int
    /// Whether identity checks want good video both ways, or only of the candidate.
    public var identityVideoBothDirections: Bool
    /// Spans shorter than this are void.
    public var spanMinimumSeconds: Int
    /// Spans whose end is further than this from the server's receipt are void.
    public var spanReceiptToleranceSeconds: Int
    /// A call without media for this long after both joined has failed.
    public var noMediaAfterJoiningSeconds: Int
    /// A call with less two-sided media in all has failed.
    public var minimumTwoSidedSeconds: Int
    /// A call with a lost run of this length has failed.
    public var failedAfterLostSeconds: Int
    /// The two sides' counters agree within this many packets …
    public var disagreementPackets: Double
    /// … or within this share of the packets sent, whichever is more.
    public var disagreementPercent: Double
    /// A call with this share of poor and lost windows in either direction is poor.
    public var poorFromBadPercent: Double
    /// A call with this share of poor and lost windows in either direction is fair.
    public var fairFromBadPercent: Double
    /// A side's own path to the server is poor above this.
    public var pathPoorAboveRoundTripMilliseconds: Double
    /// … or when this share of its posts failed.
    public var pathPoorFromFailedPostsPercent: Double
    /// A path explains the trouble when it was poor in at least this share of the poor and lost windows.
    public var faultFromWindowsPercent: Double
    /// Media lost for longer than this is a gap, after which the person is checked again.
    public var gapAfterSeconds: Int
    /// Rows further apart than this have posts missing between them …
    public var rowGapSeconds: Int
    /// … and up to this far apart count as measured where the counters show that media flowed.
    public var bridgedRowGapSeconds: Int
    /// Rows up to this far apart between which nothing at all arrived count as measured: a counter that stood still proves it.
    public var silentRowGapSeconds: Int
    /// Rows further than this from the call are not about it.
    public var longestCallSeconds: Int

    public init(
        version: String = "quality-1",
        windowSeconds: Int = 10,
        providerDelayMilliseconds: Double = 20,
        bplWithForwardErrorCorrection: Double = 20,
        bplWithoutForwardErrorCorrection: Double = 10,
        poorBelowRating: Double = 60,
        goodBelowRating: Double = 80,
        poorAboveLossPercent: Double = 10,
        poorAboveRoundTripMilliseconds: Double = 500,
        lostAfterSeconds: Int = 5,
        freezeWindowSeconds: Int = 60,
        videoExcellentBelowFrozenPercent: Double = 1,
        videoExcellentFramesPerSecond: Double = 15,
        videoExcellentLines: Double = 480,
        videoGoodBelowFrozenPercent: Double = 3,
        videoGoodFramesPerSecond: Double = 10,
        videoGoodLines: Double = 360,
        videoFairBelowFrozenPercent: Double = 10,
        spanLeadSeconds: Int = 5,
        gateCoveragePercent: Int = 80,
        gateBadPercent: Int = 20,
        identityVideoBothDirections: Bool = true,
        spanMinimumSeconds: Int = 10,
        spanReceiptToleranceSeconds: Int = 120,
        noMediaAfterJoiningSeconds: Int = 30,
        minimumTwoSidedSeconds: Int = 60,
        failedAfterLostSeconds: Int = 45,
        disagreementPackets: Double = 5,
        disagreementPercent: Double = 2,
        poorFromBadPercent: Double = 20,
        fairFromBadPercent: Double = 5,
        pathPoorAboveRoundTripMilliseconds: Double = 500,
        pathPoorFromFailedPostsPercent: Double = 20,
        faultFromWindowsPercent: Double = 50,
        gapAfterSeconds: Int = 10,
        rowGapSeconds: Int = 15,
        bridgedRowGapSeconds: Int = 60,
        silentRowGapSeconds: Int = 600,
        longestCallSeconds: Int = 14400
    ) {
        self.version = version
        self.windowSeconds = windowSeconds
        self.providerDelayMilliseconds = providerDelayMilliseconds
        self.bplWithForwardErrorCorrection = bplWithForwardErrorCorrection
        self.bplWithoutForwardErrorCorrection = bplWithoutForwardErrorCorrection
        self.poorBelowRating = poorBelowRating
        self.goodBelowRating = goodBelowRating
        self.poorAboveLossPercent = poorAboveLossPercent
        self.poorAboveRoundTripMilliseconds = poorAboveRoundTripMilliseconds
        self.lostAfterSeconds = lostAfterSeconds
        self.freezeWindowSeconds = freezeWindowSeconds
        self.videoExcellentBelowFrozenPercent = videoExcellentBelowFrozenPercent
        self.videoExcellentFramesPerSecond = videoExcellentFramesPerSecond
        self.videoExcellentLines = videoExcellentLines
        self.videoGoodBelowFrozenPercent = videoGoodBelowFrozenPercent
        self.videoGoodFramesPerSecond = videoGoodFramesPerSecond
        self.videoGoodLines = videoGoodLines
        self.videoFairBelowFrozenPercent = videoFairBelowFrozenPercent
        self.spanLeadSeconds = spanLeadSeconds
        self.gateCoveragePercent = gateCoveragePercent
        self.gateBadPercent = gateBadPercent
        self.identityVideoBothDirections = identityVideoBothDirections
        self.spanMinimumSeconds = spanMinimumSeconds
        self.spanReceiptToleranceSeconds = spanReceiptToleranceSeconds
        self.noMediaAfterJoiningSeconds = noMediaAfterJoiningSeconds
        self.minimumTwoSidedSeconds = minimumTwoSidedSeconds
        self.failedAfterLostSeconds = failedAfterLostSeconds
        self.disagreementPackets = disagreementPackets
        self.disagreementPercent = disagreementPercent
        self.poorFromBadPercent = poorFromBadPercent
        self.fairFromBadPercent = fairFromBadPercent
        self.pathPoorAboveRoundTripMilliseconds = pathPoorAboveRoundTripMilliseconds
        self.pathPoorFromFailedPostsPercent = pathPoorFromFailedPostsPercent
        self.faultFromWindowsPercent = faultFromWindowsPercent
        self.gapAfterSeconds = gapAfterSeconds
        self.rowGapSeconds = rowGapSeconds
        self.bridgedRowGapSeconds = bridgedRowGapSeconds
        self.silentRowGapSeconds = silentRowGapSeconds
        self.longestCallSeconds = longestCallSeconds
    }

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case version
        case windowSeconds = "window_seconds"
        case providerDelayMilliseconds = "provider_delay_milliseconds"
        case bplWithForwardErrorCorrection = "bpl_with_forward_error_correction"
        case bplWithoutForwardErrorCorrection = "bpl_without_forward_error_correction"
        case poorBelowRating = "poor_below_rating"
        case goodBelowRating = "good_below_rating"
        case poorAboveLossPercent = "poor_above_loss_percent"
        case poorAboveRoundTripMilliseconds = "poor_above_round_trip_milliseconds"
        case lostAfterSeconds = "lost_after_seconds"
        case freezeWindowSeconds = "freeze_window_seconds"
        case videoExcellentBelowFrozenPercent = "video_excellent_below_frozen_percent"
        case videoExcellentFramesPerSecond = "video_excellent_frames_per_second"
        case videoExcellentLines = "video_excellent_lines"
        case videoGoodBelowFrozenPercent = "video_good_below_frozen_percent"
        case videoGoodFramesPerSecond = "video_good_frames_per_second"
        case videoGoodLines = "video_good_lines"
        case videoFairBelowFrozenPercent = "video_fair_below_frozen_percent"
        case spanLeadSeconds = "span_lead_seconds"
        case gateCoveragePercent = "gate_coverage_percent"
        case gateBadPercent = "gate_bad_percent"
        case identityVideoBothDirections = "identity_video_both_directions"
        case spanMinimumSeconds = "span_minimum_seconds"
        case spanReceiptToleranceSeconds = "span_receipt_tolerance_seconds"
        case noMediaAfterJoiningSeconds = "no_media_after_joining_seconds"
        case minimumTwoSidedSeconds = "minimum_two_sided_seconds"
        case failedAfterLostSeconds = "failed_after_lost_seconds"
        case disagreementPackets = "disagreement_packets"
        case disagreementPercent = "disagreement_percent"
        case poorFromBadPercent = "poor_from_bad_percent"
        case fairFromBadPercent = "fair_from_bad_percent"
        case pathPoorAboveRoundTripMilliseconds = "path_poor_above_round_trip_milliseconds"
        case pathPoorFromFailedPostsPercent = "path_poor_from_failed_posts_percent"
        case faultFromWindowsPercent = "fault_from_windows_percent"
        case gapAfterSeconds = "gap_after_seconds"
        case rowGapSeconds = "row_gap_seconds"
        case bridgedRowGapSeconds = "bridged_row_gap_seconds"
        case silentRowGapSeconds = "silent_row_gap_seconds"
        case longestCallSeconds = "longest_call_seconds"
    }

    public init(from decoder: any Decoder) throws {
        self.init()
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func read<Value: Decodable>(_ key: CodingKeys, into value: inout Value) throws {
            value = try container.decodeIfPresent(Value.self, forKey: key) ?? value
        }
        try read(.version, into: &version)
        try read(.windowSeconds, into: &windowSeconds)
        try read(.providerDelayMilliseconds, into: &providerDelayMilliseconds)
        try read(.bplWithForwardErrorCorrection, into: &bplWithForwardErrorCorrection)
        try read(.bplWithoutForwardErrorCorrection, into: &bplWithoutForwardErrorCorrection)
        try read(.poorBelowRating, into: &poorBelowRating)
        try read(.goodBelowRating, into: &goodBelowRating)
        try read(.poorAboveLossPercent, into: &poorAboveLossPercent)
        try read(.poorAboveRoundTripMilliseconds, into: &poorAboveRoundTripMilliseconds)
        try read(.lostAfterSeconds, into: &lostAfterSeconds)
        try read(.freezeWindowSeconds, into: &freezeWindowSeconds)
        try read(.videoExcellentBelowFrozenPercent, into: &videoExcellentBelowFrozenPercent)
        try read(.videoExcellentFramesPerSecond, into: &videoExcellentFramesPerSecond)
        try read(.videoExcellentLines, into: &videoExcellentLines)
        try read(.videoGoodBelowFrozenPercent, into: &videoGoodBelowFrozenPercent)
        try read(.videoGoodFramesPerSecond, into: &videoGoodFramesPerSecond)
        try read(.videoGoodLines, into: &videoGoodLines)
        try read(.videoFairBelowFrozenPercent, into: &videoFairBelowFrozenPercent)
        try read(.spanLeadSeconds, into: &spanLeadSeconds)
        try read(.gateCoveragePercent, into: &gateCoveragePercent)
        try read(.gateBadPercent, into: &gateBadPercent)
        try read(.identityVideoBothDirections, into: &identityVideoBothDirections)
        try read(.spanMinimumSeconds, into: &spanMinimumSeconds)
        try read(.spanReceiptToleranceSeconds, into: &spanReceiptToleranceSeconds)
        try read(.noMediaAfterJoiningSeconds, into: &noMediaAfterJoiningSeconds)
        try read(.minimumTwoSidedSeconds, into: &minimumTwoSidedSeconds)
        try read(.failedAfterLostSeconds, into: &failedAfterLostSeconds)
        try read(.disagreementPackets, into: &disagreementPackets)
        try read(.disagreementPercent, into: &disagreementPercent)
        try read(.poorFromBadPercent, into: &poorFromBadPercent)
        try read(.fairFromBadPercent, into: &fairFromBadPercent)
        try read(.pathPoorAboveRoundTripMilliseconds, into: &pathPoorAboveRoundTripMilliseconds)
        try read(.pathPoorFromFailedPostsPercent, into: &pathPoorFromFailedPostsPercent)
        try read(.faultFromWindowsPercent, into: &faultFromWindowsPercent)
        try read(.gapAfterSeconds, into: &gapAfterSeconds)
        try read(.rowGapSeconds, into: &rowGapSeconds)
        try read(.bridgedRowGapSeconds, into: &bridgedRowGapSeconds)
        try read(.silentRowGapSeconds, into: &silentRowGapSeconds)
        try read(.longestCallSeconds, into: &longestCallSeconds)
    }
}
