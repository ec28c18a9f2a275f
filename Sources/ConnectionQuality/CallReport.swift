public import Timekeeping

/// One direction for ten seconds. The figures are rounded to three decimals, the classes were made before rounding.
public struct QualityWindow: Hashable, Codable, Sendable {
    public var from: Instant
    public var to: Instant
    public var direction: Direction
    /// Transmission rating R (ITU-T G.107); `nil` where nothing was measured.
    public var rating: Double?
    /// Mean opinion score that belongs to the rating.
    public var meanOpinionScore: Double?
    public var lossPercent: Double?
    public var audio: AudioClass
    public var video: VideoClass
    /// What `audio` would be if the speaker had not said that the microphone was off; only in muted windows.
    public var audioBehindMute: AudioClass?

    public init(
        from: Instant, to: Instant, direction: Direction, rating: Double?, meanOpinionScore: Double?,
        lossPercent: Double?, audio: AudioClass, video: VideoClass, audioBehindMute: AudioClass? = nil
    ) {
        self.from = from
        self.to = to
        self.direction = direction
        self.rating = rating
        self.meanOpinionScore = meanOpinionScore
        self.lossPercent = lossPercent
        self.audio = audio
        self.video = video
        self.audioBehindMute = audioBehindMute
    }

    public enum CodingKeys: String, CodingKey {
        case from, to, direction
        case rating = "r"
        case meanOpinionScore = "mos"
        case lossPercent = "loss_percent"
        case audio, video
        case audioBehindMute = "audio_behind_mute"
    }

    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        from = try container.instant(.from)
        to = try container.instant(.to)
        direction = try container.decode(Direction.self, forKey: .direction)
        rating = try container.decodeIfPresent(Double.self, forKey: .rating)
        meanOpinionScore = try container.decodeIfPresent(Double.self, forKey: .meanOpinionScore)
        lossPercent = try container.decodeIfPresent(Double.self, forKey: .lossPercent)
        audio = try container.decode(AudioClass.self, forKey: .audio)
        video = try container.decode(VideoClass.self, forKey: .video)
        audioBehindMute = try container.decodeIfPresent(AudioClass.self, forKey: .audioBehindMute)
    }

    /// Windows begin on whole seconds, so their ends are written as the API writes times; unknown figures are `null`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(from.rfc3339, forKey: .from)
        try container.encode(to.rfc3339, forKey: .to)
        try container.encode(direction, forKey: .direction)
        try container.encode(rating, forKey: .rating)
        try container.encode(meanOpinionScore, forKey: .meanOpinionScore)
        try container.encode(lossPercent, forKey: .lossPercent)
        try container.encode(audio, forKey: .audio)
        try container.encode(video, forKey: .video)
        try container.encodeIfPresent(audioBehindMute, forKey: .audioBehindMute)
    }
}

/// One threshold that was tried, with what was measured: the sentence "880 s of two-sided media, at least 60 wanted" as data.
public struct TraceEntry: Hashable, Codable, Sendable {
    /// Which condition, in snake_case, such as `two_sided_media_seconds`.
    public var check: String
    /// The way or the person that it is about; absent where it is about the call.
    public var direction: Direction?
    public var side: Side?
    /// What was measured; `nil` where it could not be, and the condition was skipped.
    public var value: Double?
    public var threshold: Double?
    /// Whether the condition held, and so spoke for the verdict or party that it belongs to.
    public var holds: Bool

    public init(
        check: String, direction: Direction? = nil, side: Side? = nil, value: Double?, threshold: Double?, holds: Bool
    ) {
        self.check = check
        self.direction = direction
        self.side = side
        self.value = value
        self.threshold = threshold
        self.holds = holds
    }

    public enum CodingKeys: String, CodingKey { case check, direction, side, value, threshold, holds }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(check, forKey: .check)
        try container.encodeIfPresent(direction, forKey: .direction)
        try container.encodeIfPresent(side, forKey: .side)
        try container.encode(value, forKey: .value)
        try container.encode(threshold, forKey: .threshold)
        try container.encode(holds, forKey: .holds)
    }
}

/// What a call's rows amount to; the same rows, context and thresholds give the same report, on any machine and in any year.
public struct CallReport: Hashable, Codable, Sendable {
    /// The version of the thresholds.
    public var version: String
    public var verdict: CallVerdict
    public var faultParty: FaultParty
    /// In order of time, then direction; stretches without rows have no windows.
    public var windows: [QualityWindow]
    /// Media lost in either direction for long enough that the person is to be checked again.
    public var gaps: [Interval]
    public var twoSidedSeconds: Int
    /// Every condition that was tried, in order.
    public var trace: [TraceEntry]

    public init(
        version: String, verdict: CallVerdict, faultParty: FaultParty, windows: [QualityWindow], gaps: [Interval],
        twoSidedSeconds: Int, trace: [TraceEntry]
    ) {
        self.version = version
        self.verdict = verdict
        self.faultParty = faultParty
        self.windows = windows
        self.gaps = gaps
        self.twoSidedSeconds = twoSidedSeconds
        self.trace = trace
    }

    public enum CodingKeys: String, CodingKey {
        case version, verdict
        case faultParty = "fault_party"
        case windows, gaps
        case twoSidedSeconds = "two_sided_seconds"
        case trace
    }
}
