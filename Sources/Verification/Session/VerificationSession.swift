import ConnectionQuality
public import Timekeeping

/// One case about one person, from opened to concluded, appeals included: the fold of its events.
///
/// Commands are in `Decisions/`; each returns events and changes nothing. ``apply(_:)`` is the only thing that changes a session, in
/// normal running and in replay alike.
public struct VerificationSession: Hashable, Sendable, Codable {
    public let id: SessionID
    public let platform: PlatformID
    public let person: PersonID
    public let subject: String
    public let trigger: Trigger
    public let policyVersion: String
    public let openedAt: Instant
    public internal(set) var version: Int
    public internal(set) var profile: ProfileSnapshot
    public internal(set) var mode: InterviewMode
    public internal(set) var confirmedAt: Instant?
    /// Frozen at the first booking, with the salted digest that the token shows.
    public internal(set) var scope: FrozenScope?
    public internal(set) var phase: Phase
    public internal(set) var attempts: [Attempt]
    public internal(set) var reviews: [Review]
    public internal(set) var proposals: [Proposal]
    public internal(set) var statements: [StatementOfReasons]
    public internal(set) var appeals: [Appeal]
    public internal(set) var outcomes: [Outcome]
    /// What is determined and not signed yet.
    public internal(set) var unsigned: Determination?
    /// Determined, but waiting for its statement of reasons to be sent (law 4).
    public internal(set) var withheld: WithheldDetermination?
    /// The candidate's own latest line test, needed before booking after repeated trouble.
    public internal(set) var candidateLineTest: LineTest?
    public internal(set) var isRedacted: Bool

    public struct FrozenScope: Hashable, Sendable, Codable {
        public var scope: Scope
        public var salt: String
        /// base64url(SHA-256(salt ‖ canonical text)).
        public var digest: String
        public var at: Instant
    }

    public struct WithheldDetermination: Hashable, Sendable, Codable {
        public var statement: StatementID
        public var determination: Determination
    }

    public struct LineTest: Hashable, Sendable, Codable {
        public enum Result: String, Hashable, Sendable, Codable, CaseIterable { case green, amber, red }
        public var result: Result
        public var at: Instant
    }

    public var status: Phase.Status { phase.status }
    public var isOpen: Bool { phase.isOpen }

    /// The outcome of this session that nothing has superseded; valid or suspended.
    public var outcomeInForce: Outcome? { outcomes.last { $0.status == .valid || $0.status == .suspended } }

    public var openProposals: [Proposal] { proposals.filter { $0.state == .open } }
    public var openAppeals: [Appeal] { appeals.filter { $0.state == .underReview } }
    public var openReviews: [Review] { reviews.filter(\.isOpen) }

    public func attempt(_ id: InterviewID) -> Attempt? { attempts.first { $0.interview == id } }
    public func review(_ id: ReviewID) -> Review? { reviews.first { $0.id == id } }
    public func appeal(_ id: AppealID) -> Appeal? { appeals.first { $0.id == id } }
    public func proposal(_ id: ProposalID) -> Proposal? { proposals.first { $0.id == id } }
    public func proposal(review: ReviewID) -> Proposal? { proposals.first { $0.review == review } }
    public func appeal(review: ReviewID) -> Appeal? { appeals.first { $0.review == review } }
    public func statement(_ id: StatementID) -> StatementOfReasons? { statements.first { $0.id == id } }
    public func outcome(_ id: OutcomeID) -> Outcome? { outcomes.first { $0.id == id } }

    /// The interview that is booked or running, if any.
    public var currentInterview: Attempt? {
        switch phase {
        case .booked(let id), .inProgress(let id): attempt(id)
        default: nil
        }
    }

    /// The latest real interview (not a second look) that began.
    public var latestInterview: Attempt? { attempts.last { $0.isInterview && $0.startedAt != nil } }

    /// Everybody on the staff who took part: they can neither decide an appeal nor hold another interview.
    public var participants: Set<StaffID> {
        Set(attempts.filter { $0.startedAt != nil || $0.isOver && $0.result != .cancelled }.map(\.interviewer))
            .union(reviews.compactMap { $0.decision?.by })
    }

    public var countedAttempts: Int { attempts.filter(\.countsTowardLimit).count }

    public var candidateTechnicalAborts: Int {
        attempts.filter { $0.isTechnical && $0.faultParty == .candidate }.count
    }

    /// Questions that were put to the person here: those of every interview that began.
    public var askedQuestions: Set<QuestionID> {
        Set(attempts.filter { $0.startedAt != nil }.flatMap { $0.scorecard.questions.map(\.question.id) })
    }

    public var automaticLineAppeals: Int {
        appeals.filter { $0.ground == .connectionQuality && $0.decidedBy == .policy && $0.effect != .recordOnly }.count
    }
}
