public import Timekeeping

/// Where a session is. Each case carries exactly its own data; see `Docs/state-diagrams.md`.
public enum Phase: Hashable, Sendable, Codable {
    case opened(confirmBy: Instant)
    case readyToBook(ReadyToBook)
    case booked(InterviewID)
    case inProgress(InterviewID)
    case deliberating(Deliberation)
    case concluded
    case inAppeal(AppealID, resuming: Closed)
    case expired(ReasonCode?, at: Instant)
    case refused(at: Instant)
    case cancelled(at: Instant)

    public struct ReadyToBook: Hashable, Sendable, Codable {
        public var bookBy: Instant
        /// Ahead of the ordinary queue, without notice or caps: the last attempt ended through no fault of the candidate.
        public var hasPriority: Bool
        /// A line test of the candidate's own has to pass before the next booking.
        public var needsLineTest: Bool
        /// Other ways are offered because the candidate's line failed repeatedly.
        public var offersAlternatives: Bool
        /// The suspended outcome that a granted appeal re-verifies, if any; it stays suspended until a new one supersedes it.
        public var reverifies: OutcomeID?
    }

    /// What a session waits for between the call and the result.
    public enum Deliberation: Hashable, Sendable, Codable {
        case scorecard(InterviewID, by: Instant)
        case review(ReviewID)
        case proposal(ProposalID)
        case statement(StatementID)
        case signature
    }

    /// The phases from which an appeal may start and to which a refused one returns.
    public enum Closed: Hashable, Sendable, Codable {
        case concluded
        case expired(ReasonCode?, at: Instant)
        case refused(at: Instant)

        var phase: Phase {
            switch self {
            case .concluded: .concluded
            case .expired(let reason, let at): .expired(reason, at: at)
            case .refused(let at): .refused(at: at)
            }
        }
    }

    public enum Status: String, Hashable, Sendable, Codable, CaseIterable {
        case opened
        case readyToBook = "ready_to_book"
        case booked
        case inProgress = "in_progress"
        case deliberating, concluded
        case inAppeal = "in_appeal"
        case expired, refused, cancelled
    }

    public var status: Status {
        switch self {
        case .opened: .opened
        case .readyToBook: .readyToBook
        case .booked: .booked
        case .inProgress: .inProgress
        case .deliberating: .deliberating
        case .concluded: .concluded
        case .inAppeal: .inAppeal
        case .expired: .expired
        case .refused: .refused
        case .cancelled: .cancelled
        }
    }

    /// Whether a session in this phase keeps its person from having another.
    public var isOpen: Bool {
        switch self {
        case .opened, .readyToBook, .booked, .inProgress, .deliberating, .inAppeal: true
        case .concluded, .expired, .refused, .cancelled: false
        }
    }

    var closed: Closed? {
        switch self {
        case .concluded: .concluded
        case .expired(let reason, let at): .expired(reason, at: at)
        case .refused(let at): .refused(at: at)
        case .opened, .readyToBook, .booked, .inProgress, .deliberating, .inAppeal, .cancelled: nil
        }
    }
}
