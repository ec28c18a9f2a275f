public import Timekeeping

/// One row of cumulative counters, as a browser posts it every few seconds (`quality_samples` in the API).
///
/// Counters are doubles: they come from outside, a browser's durations have fractions, and no sum of doubles can trap. Absent is
/// unknown, never zero. Units are milliseconds, packets, samples, frames and lines.
public struct SampleRow: Hashable, Codable, Sendable {
    /// Cumulative audio figures: inbound ones of the far end's voice, outbound ones of one's own.
    public struct Audio: Hashable, Codable, Sendable {
        public var packetsReceived: Double
        /// May fall: late packets and duplicates are taken back.
        public var packetsLost: Double
        public var packetsSent: Double?
        /// What the far end's RTCP reports say it lost of one's own packets.
        public var remotePacketsLost: Double?
        public var jitterMilliseconds: Double?
        public var concealedSamples: Double?
        public var silentConcealedSamples: Double?
        public var totalSamplesReceived: Double?
        public var jitterBufferDelayMilliseconds: Double?
        public var jitterBufferEmitted: Double?
        /// Whether Opus in-band forward error correction was negotiated.
        public var forwardErrorCorrection: Bool?

        public init(
            packetsReceived: Double, packetsLost: Double, packetsSent: Double? = nil, remotePacketsLost: Double? = nil,
            jitterMilliseconds: Double? = nil, concealedSamples: Double? = nil, silentConcealedSamples: Double? = nil,
            totalSamplesReceived: Double? = nil, jitterBufferDelayMilliseconds: Double? = nil,
            jitterBufferEmitted: Double? = nil, forwardErrorCorrection: Bool? = nil
        ) {
            self.packetsReceived = packetsReceived
            self.packetsLost = packetsLost
            self.packetsSent = packetsSent
            self.remotePacketsLost = remotePacketsLost
            self.jitterMilliseconds = jitterMilliseconds
            self.concealedSamples = concealedSamples
            self.silentConcealedSamples = silentConcealedSamples
            self.totalSamplesReceived = totalSamplesReceived
            self.jitterBufferDelayMilliseconds = jitterBufferDelayMilliseconds
            self.jitterBufferEmitted = jitterBufferEmitted
            self.forwardErrorCorrection = forwardErrorCorrection
        }

        public enum CodingKeys: String, CodingKey, CaseIterable {
            case packetsReceived = "packets_received"
            case packetsLost = "packets_lost"
            case packetsSent = "packets_sent"
            case remotePacketsLost = "remote_packets_lost"
            case jitterMilliseconds = "jitter_ms"
            case concealedSamples = "concealed_samples"
            case silentConcealedSamples = "silent_concealed_samples"
            case totalSamplesReceived = "total_samples_received"
            case jitterBufferDelayMilliseconds = "jitter_buffer_delay_ms"
            case jitterBufferEmitted = "jitter_buffer_emitted"
            case forwardErrorCorrection = "fec"
        }
    }

    /// Cumulative figures of the far end's picture; width and height are those of the moment.
    public struct Video: Hashable, Codable, Sendable {
        public var framesDecoded: Double?
        public var frameWidth: Double?
        public var frameHeight: Double?
        public var freezeMilliseconds: Double?

        public init(
            framesDecoded: Double? = nil, frameWidth: Double? = nil, frameHeight: Double? = nil,
            freezeMilliseconds: Double? = nil
        ) {
            self.framesDecoded = framesDecoded
            self.frameWidth = frameWidth
            self.frameHeight = frameHeight
            self.freezeMilliseconds = freezeMilliseconds
        }

        public enum CodingKeys: String, CodingKey, CaseIterable {
            case framesDecoded = "frames_decoded"
            case frameWidth = "frame_width"
            case frameHeight = "frame_height"
            case freezeMilliseconds = "freeze_ms"
        }
    }

    /// The `RTCPeerConnection` that these counters belong to; a new one starts from zero.
    public var connection: String
    public var seq: Int64
    /// Server time, by the offset that the client learnt when joining.
    public var at: Instant
    public var monotonicMilliseconds: Int64
    /// When the server took the row in. Kept as evidence; no judgement of a window looks at it.
    public var receivedAt: Instant?
    public var roundTripMilliseconds: Double?
    /// One's own microphone is off.
    public var muted: Bool?
    /// `RTCIceConnectionState`, as the browser spells it.
    public var iceState: String?
    /// How long the client's own last post to the server took.
    public var serverRoundTripMilliseconds: Double?
    /// Own posts that failed, cumulative.
    public var serverFailedPosts: Double?
    public var audio: Audio
    public var video: Video?

    public init(
        connection: String, seq: Int64, at: Instant, monotonicMilliseconds: Int64, receivedAt: Instant? = nil,
        roundTripMilliseconds: Double? = nil, muted: Bool? = nil, iceState: String? = nil,
        serverRoundTripMilliseconds: Double? = nil, serverFailedPosts: Double? = nil, audio: Audio,
        video: Video? = nil
    ) {
        self.connection = connection
        self.seq = seq
        self.at = at
        self.monotonicMilliseconds = monotonicMilliseconds
        self.receivedAt = receivedAt
        self.roundTripMilliseconds = roundTripMilliseconds
        self.muted = muted
        self.iceState = iceState
        self.serverRoundTripMilliseconds = serverRoundTripMilliseconds
        self.serverFailedPosts = serverFailedPosts
        self.audio = audio
        self.video = video
    }

    public enum CodingKeys: String, CodingKey, CaseIterable {
        case connection, seq, at
        case monotonicMilliseconds = "monotonic_ms"
        case receivedAt = "received_at"
        case roundTripMilliseconds = "round_trip_ms"
        case muted
        case iceState = "ice_state"
        case serverRoundTripMilliseconds = "server_round_trip_ms"
        case serverFailedPosts = "server_failed_posts"
        case audio, video
    }
}

extension SampleRow {
    /// Reads a row in the API's names; `connection` may be absent, as it stands beside the rows of a post.
    ///
    /// `at` and `received_at` are RFC 3339 texts or milliseconds since 1970. Whole numbers beyond 64 bits are clamped here and
    /// disregarded when scoring. Written rows carry milliseconds, so that nothing is cut off on the way to the store and back.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        connection = try container.decodeIfPresent(String.self, forKey: .connection) ?? ""
        seq = try container.wholeNumber(.seq)
        at = try container.instant(.at)
        monotonicMilliseconds = try container.wholeNumber(.monotonicMilliseconds)
        receivedAt =
            try container.contains(.receivedAt) && !container.decodeNil(forKey: .receivedAt)
            ? container.instant(.receivedAt) : nil
        roundTripMilliseconds = try container.decodeIfPresent(Double.self, forKey: .roundTripMilliseconds)
        muted = try container.decodeIfPresent(Bool.self, forKey: .muted)
        iceState = try container.decodeIfPresent(String.self, forKey: .iceState)
        serverRoundTripMilliseconds = try container.decodeIfPresent(Double.self, forKey: .serverRoundTripMilliseconds)
        serverFailedPosts = try container.decodeIfPresent(Double.self, forKey: .serverFailedPosts)
        audio = try container.decode(Audio.self, forKey: .audio)
        video = try container.decodeIfPresent(Video.self, forKey: .video)
    }
}

extension KeyedDecodingContainer {
    /// A whole number, or the nearest one that 64 bits hold.
    func wholeNumber(_ key: Key) throws -> Int64 {
        if let whole = try? decode(Int64.self, forKey: key) { return whole }
        let number = try decode(Double.self, forKey: key)
        guard number.magnitude < 9.2e18 else { return number < 0 ? .min : .max }
        return Int64(number.rounded(.down))
    }

    /// A point in time, as RFC 3339 text or as milliseconds since 1970.
    func instant(_ key: Key) throws -> Instant {
        guard let text = try? decode(String.self, forKey: key) else {
            return Instant(millisecondsSinceEpoch: try wholeNumber(key))
        }
        guard let instant = Instant(rfc3339: text) else {
            throw DecodingError.dataCorruptedError(
                forKey: key, in: self, debugDescription: "not a date and time of RFC 3339")
        }
        return instant
    }
}
