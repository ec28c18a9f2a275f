public import Timekeeping

/// What both sides measured, in any order, with whatever is missing or repeated.
public struct CallRows: Hashable, Sendable {
    public var interviewer: [SampleRow]
    public var candidate: [SampleRow]

    public init(interviewer: [SampleRow] = [], candidate: [SampleRow] = []) {
        self.interviewer = interviewer
        self.candidate = candidate
    }

    public subscript(side: Side) -> [SampleRow] {
        switch side {
        case .interviewer: interviewer
        case .candidate: candidate
        }
    }
}

/// A stretch of the time line, from `start` up to and without `end`.
public struct Interval: Hashable, Codable, Sendable {
    public var start: Instant
    public var end: Instant

    public init(start: Instant, end: Instant) {
        self.start = start
        self.end = end
    }

    public var length: TimeSpan { end - start }
}

/// What the server knows of a call besides the rows; all of it may be absent.
public struct CallContext: Hashable, Codable, Sendable {
    public var bothJoinedAt: Instant?
    public var startedAt: Instant?
    public var endedAt: Instant?
    public var endedByICEFailure: Bool
    /// Whether Opus in-band FEC was negotiated; `nil` leaves it to what the rows say.
    public var forwardErrorCorrection: Bool?
    /// When the server or its relay was itself in trouble.
    public var platformTrouble: [Interval]

    public init(
        bothJoinedAt: Instant? = nil, startedAt: Instant? = nil, endedAt: Instant? = nil,
        endedByICEFailure: Bool = false, forwardErrorCorrection: Bool? = nil, platformTrouble: [Interval] = []
    ) {
        self.bothJoinedAt = bothJoinedAt
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.endedByICEFailure = endedByICEFailure
        self.forwardErrorCorrection = forwardErrorCorrection
        self.platformTrouble = platformTrouble
    }

    public enum CodingKeys: String, CodingKey {
        case bothJoinedAt = "both_joined_at"
        case startedAt = "started_at"
        case endedAt = "ended_at"
        case endedByICEFailure = "ended_by_ice_failure"
        case forwardErrorCorrection = "fec"
        case platformTrouble = "platform_trouble"
    }
}
