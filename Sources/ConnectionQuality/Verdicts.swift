/// One of the two people in the call.
public enum Side: String, Codable, Sendable, CaseIterable {
    case interviewer, candidate

    /// The person at the far end.
    public var other: Side {
        switch self {
        case .interviewer: .candidate
        case .candidate: .interviewer
        }
    }
}

/// The way that media take; named after who speaks and who listens.
public enum Direction: String, Codable, Sendable, CaseIterable {
    case interviewerToCandidate = "interviewer_to_candidate"
    case candidateToInterviewer = "candidate_to_interviewer"

    public var sender: Side {
        switch self {
        case .interviewerToCandidate: .interviewer
        case .candidateToInterviewer: .candidate
        }
    }

    /// The side whose inbound counters measure this direction.
    public var receiver: Side { sender.other }
}

/// What the measurements say about a whole call, worst first, in the order in which the conditions are tried.
public enum CallVerdict: String, Codable, Sendable, CaseIterable {
    case technicalFailure = "technical_failure"
    case disputed, poor, fair, good
}

/// Whose trouble the poor and lost windows were; `unknown` is an answer.
public enum FaultParty: String, Codable, Sendable, CaseIterable {
    case interviewer, candidate, platform, network, unknown
}

/// How one direction sounded for ten seconds.
public enum AudioClass: String, Codable, Sendable, CaseIterable {
    case excellent, good, poor, lost
    /// The speaker's microphone was off: skipped where windows are counted.
    case muted
    /// Not measured, which is neither good nor bad.
    case unknown

    /// Poor or lost: what the gates and the verdict count.
    public var isBad: Bool { self == .poor || self == .lost }
}

/// How one direction looked for ten seconds, with freezes over the last minute.
public enum VideoClass: String, Codable, Sendable, CaseIterable {
    case excellent, good, fair, poor
    /// Not measured; no identity check rests on it.
    case unknown

    /// Good enough to compare a face with a document.
    public var isGoodOrBetter: Bool { self == .excellent || self == .good }
}
