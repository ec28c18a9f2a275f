public import ConnectionQuality
public import Timekeeping

/// How the conversation of an interview is held; identity always needs some video (or a trusted referee).
public enum InterviewMode: String, Hashable, Sendable, Codable, CaseIterable {
    case video, audio, chat
}

/// Why a session was opened, as the person is told.
public struct Trigger: Hashable, Sendable, Codable {
    public var kind: String
    public var policy: String
    public var explanation: PersonalTextID

    public init(kind: String, policy: String, explanation: PersonalTextID) {
        self.kind = kind
        self.policy = policy
        self.explanation = explanation
    }
}

/// What the platform says that the person declared. Names, addresses and values are references into the personal data.
public struct ProfileSnapshot: Hashable, Sendable, Codable {
    public var reference: PersonalTextID
    public var displayName: PersonalTextID
    public var email: PersonalTextID
    public var timeZone: String
    /// BCP 47 language tags, best first.
    public var languages: [String]
    public var declaredStack: [DeclaredSkill]
    public var facts: [ProfileFact]

    public init(
        reference: PersonalTextID, displayName: PersonalTextID, email: PersonalTextID, timeZone: String,
        languages: [String], declaredStack: [DeclaredSkill], facts: [ProfileFact]
    ) {
        self.reference = reference
        self.displayName = displayName
        self.email = email
        self.timeZone = timeZone
        self.languages = languages
        self.declaredStack = declaredStack
        self.facts = facts
    }
}

public enum Recommendation: String, Hashable, Sendable, Codable, CaseIterable {
    case yes, no
    case noDecision = "no_decision"
}

/// A factual observation by the interviewer, named with a code and a time in the call.
public struct Finding: Hashable, Sendable, Codable {
    public var code: ReasonCode
    public var text: PersonalTextID
    public var at: Instant

    public init(code: ReasonCode, text: PersonalTextID, at: Instant) {
        self.code = code
        self.text = text
        self.at = at
    }

    /// What an interviewer may report: suspicions, engagement and procedure; never lines, which are measured.
    public static let reportable: [ReasonCode] = [
        .personMismatch, .promptedByThirdParty, .manipulatedMedia, .noDocument, .cameraRefused, .notAlone,
        .declinedToTakePart, .leftOnPurpose, .conflictOfInterest, .languageMismatch, .consentMissing,
    ]
}

public struct Submission: Hashable, Sendable, Codable {
    public var recommendation: Recommendation
    public var summary: PersonalTextID
    public var findings: [Finding]
    public var at: Instant
}

/// "Not my stack", said by the candidate.
public struct ScopeObjection: Hashable, Sendable, Codable {
    /// The card question objected to; `nil` for a question that was asked aloud.
    public var item: ItemID?
    /// When the question was asked.
    public var at: Instant
    public var filedAt: Instant
    /// The item that this voided, if its span held the time of a question asked aloud.
    public var voided: ItemID?
}

/// What the measured line says about one call; the rows behind it are kept, so that it can be computed again.
public struct CallRecord: Hashable, Sendable, Codable {
    public var verdict: CallVerdict
    public var faultParty: FaultParty
    public var thresholdsVersion: String
    /// Times in which media stood still for more than ten seconds.
    public var gaps: [Interval]
    public var endedByFailure: Bool

    public init(report: CallReport, endedByFailure: Bool) {
        verdict = report.verdict
        faultParty = report.faultParty
        thresholdsVersion = report.version
        gaps = report.gaps
        self.endedByFailure = endedByFailure
    }
}

/// One call inside a session, from its booking to its end.
public struct Attempt: Hashable, Sendable, Codable {
    public enum Purpose: Hashable, Sendable, Codable {
        case interview
        /// A five-minute look by the second person, so that suspicion never rests on notes alone (law 3).
        case secondLook(ReviewID)
    }

    public let interview: InterviewID
    public let booking: BookingID
    public let purpose: Purpose
    /// Who holds it: an interviewer, or the reviewer of a second look.
    public internal(set) var interviewer: StaffID
    public internal(set) var startsAt: Instant
    public internal(set) var endsAt: Instant
    public let mode: InterviewMode
    public let bookedAt: Instant
    public internal(set) var reschedules: Int
    public internal(set) var scorecard: Scorecard
    public internal(set) var joined: [Side: Instant]
    public internal(set) var rejoins: Int
    public internal(set) var startedAt: Instant?
    public internal(set) var endedAt: Instant?
    public internal(set) var call: CallRecord?
    public internal(set) var objections: [ScopeObjection]
    public internal(set) var submission: Submission?
    public internal(set) var lineRatings: [Side: Int]
    public internal(set) var result: AttemptResult
    public internal(set) var reasonCodes: [ReasonCode]
    public internal(set) var faultParty: FaultParty?
    public internal(set) var countsTowardLimit: Bool
    public internal(set) var closedAt: Instant?

    public var isOver: Bool { closedAt != nil }
    public var isInterview: Bool { purpose == .interview }

    /// Whether the end was no fault of anybody present and no verdict: such attempts are free.
    var isTechnical: Bool { result == .abortedTechnical }

    /// Law 3: whether whoever held this call perceived something for themselves, and handed it in.
    ///
    /// A scorecard on which no identity check was asked, answered and found to match or not is nobody's perception.
    public var wasLookedAt: Bool {
        submission != nil
            && scorecard.items.contains { item in
                guard case .identity = item.subject, let entry = item.entry, let span = entry.span else { return false }
                return entry.answer.isAssessed && !span.isOpen
            }
    }
}

/// What somebody said in answer to a proposal.
public struct Hearing: Hashable, Sendable, Codable {
    public struct Correction: Hashable, Sendable, Codable {
        public var kind: String
        public var value: PersonalTextID

        public init(kind: String, value: PersonalTextID) {
            self.kind = kind
            self.value = value
        }
    }

    public var text: PersonalTextID?
    public var corrections: [Correction]
    public var at: Instant
}

/// An adverse result that is not one yet: proposed, to be heard, then decided by a second person, or lapsing.
public struct Proposal: Hashable, Sendable, Codable {
    public enum State: String, Hashable, Sendable, Codable, CaseIterable {
        case open, confirmed, rejected, lapsed, withdrawn, corrected
    }

    public let id: ProposalID
    public let review: ReviewID
    public let measure: AdverseMeasure
    public let ground: ReasonCode
    public let interview: InterviewID
    public let facts: [ObservedFact]
    public let madeAt: Instant
    public let answerBy: Instant
    public let decideBy: Instant
    public internal(set) var hearing: Hearing?
    public internal(set) var state: State

    /// Whether the person was heard: answered, or had the time to.
    public func isHeard(at instant: Instant) -> Bool { hearing != nil || instant >= answerBy }
}

/// A decision that a person has to make, assigned at random to somebody who took no part.
public struct Review: Hashable, Sendable, Codable {
    public enum Kind: String, Hashable, Sendable, Codable, CaseIterable {
        case proposal, appeal, disputed, audit
    }

    public enum Choice: String, Hashable, Sendable, Codable, CaseIterable {
        case confirm, reject, grant, refuse, assess, abort, agree, disagree
    }

    public struct Decision: Hashable, Sendable, Codable {
        public var choice: Choice
        public var by: StaffID
        public var reasons: PersonalTextID
        public var at: Instant
    }

    public let id: ReviewID
    public let kind: Kind
    public let interview: InterviewID
    public let openedAt: Instant
    public let dueAt: Instant
    public internal(set) var assignee: StaffID?
    public internal(set) var decision: Decision?
    /// Closed without a decision: lapsed, or made pointless by something else.
    public internal(set) var closedAt: Instant?
    /// When the assignee held a second look, by their own scorecard.
    public internal(set) var secondLookHeldAt: Instant?

    public var isOpen: Bool { decision == nil && closedAt == nil }

    public static func choices(for kind: Kind) -> [Choice] {
        switch kind {
        case .proposal: [.confirm, .reject]
        case .appeal: [.grant, .refuse]
        case .disputed: [.assess, .abort]
        case .audit: [.agree, .disagree]
        }
    }
}

public enum AppealGround: String, Hashable, Sendable, Codable, CaseIterable {
    case connectionQuality = "connection_quality"
    case outOfScopeQuestion = "out_of_scope_question"
    case factualError = "factual_error"
    case interviewerConduct = "interviewer_conduct"
    case language
    case accessibility
    case other
}

public enum AppealTarget: Hashable, Sendable, Codable {
    case attempt(InterviewID)
    case outcome(OutcomeID)
    case skill(SkillID)

    public var kind: String {
        switch self {
        case .attempt: "attempt"
        case .outcome: "outcome"
        case .skill: "skill"
        }
    }

    public var id: String {
        switch self {
        case .attempt(let id): id.rawValue
        case .outcome(let id): id.rawValue
        case .skill(let id): id.rawValue
        }
    }
}

public struct Appeal: Hashable, Sendable, Codable {
    public enum State: String, Hashable, Sendable, Codable, CaseIterable {
        case underReview = "under_review"
        case granted, refused
    }

    public enum Decider: String, Hashable, Sendable, Codable, CaseIterable {
        case policy, reviewer
        /// Nobody eligible answered in time: granted.
        case clock
    }

    /// What granting does.
    public enum Effect: String, Hashable, Sendable, Codable, CaseIterable {
        /// Nothing but the record: the attempt was free already.
        case recordOnly = "record_only"
        /// A new interview with another interviewer; an outcome in force is suspended until then.
        case reverification
        /// The outcome or skill result is reversed at once.
        case reversal
    }

    public let id: AppealID
    public let target: AppealTarget
    public let ground: AppealGround
    public let statement: PersonalTextID
    public let filedAt: Instant
    public let answerBy: Instant
    public let review: ReviewID?
    public internal(set) var state: State
    public internal(set) var decidedBy: Decider?
    public internal(set) var effect: Effect?
    public internal(set) var reasons: PersonalTextID?
    public internal(set) var decidedAt: Instant?
}

public enum DeterminationStatus: String, Hashable, Sendable, Codable, CaseIterable {
    case verified
    case notVerified = "not_verified"
    case inconclusive
}

public struct SkillResult: Hashable, Sendable, Codable {
    public enum Result: String, Hashable, Sendable, Codable, CaseIterable {
        case demonstrated
        case notDemonstrated = "not_demonstrated"
        case notAssessed = "not_assessed"
        case withdrawn
    }

    /// The canonical id where there is one, else the word as declared.
    public var skill: String
    public var level: SkillLevel?
    public var result: Result

    public var reason: ReasonCode {
        switch result {
        case .demonstrated: .skillDemonstrated
        case .notDemonstrated: .skillNotDemonstrated
        case .notAssessed: .skillNotAssessed
        case .withdrawn: .skillWithdrawn
        }
    }
}

/// What was concluded, before it is signed.
///
/// An adverse one cannot be built without a statement of reasons that fits it.
public struct Determination: Hashable, Sendable, Codable {
    public let status: DeterminationStatus
    public let reason: ReasonCode
    /// The attempt it rests on.
    public let interview: InterviewID
    public let skills: [SkillResult]
    /// The statements behind everything adverse in it.
    public let statements: [StatementID]
    public let determinedAt: Instant

    public init?(
        status: DeterminationStatus, reason: ReasonCode, interview: InterviewID, skills: [SkillResult],
        statements: [StatementOfReasons], determinedAt: Instant
    ) {
        let fits =
            switch status {
            case .verified: reason.group == .verified
            case .inconclusive: reason.group == .inconclusive
            case .notVerified:
                reason.group == .negative && statements.contains { $0.measure == .notVerified && $0.ground == reason }
            }
        guard fits else { return nil }
        for skill in skills where skill.result == .notDemonstrated {
            guard statements.contains(where: { $0.measure == .notDemonstrated(SkillID(skill.skill)) }) else {
                return nil
            }
        }
        self.status = status
        self.reason = reason
        self.interview = interview
        self.skills = skills
        self.statements = statements.map(\.id)
        self.determinedAt = determinedAt
    }

    private enum CodingKeys: String, CodingKey { case status, reason, interview, skills, statements, determinedAt }

    /// The statements themselves stand beside it in the stream; what can be checked here is that there are any, and that the reason's
    /// group fits the status.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        status = try container.decode(DeterminationStatus.self, forKey: .status)
        reason = try container.decode(ReasonCode.self, forKey: .reason)
        interview = try container.decode(InterviewID.self, forKey: .interview)
        skills = try container.decode([SkillResult].self, forKey: .skills)
        statements = try container.decode([StatementID].self, forKey: .statements)
        determinedAt = try container.decode(Instant.self, forKey: .determinedAt)
        let adverse = (status == .notVerified ? 1 : 0) + skills.filter { $0.result == .notDemonstrated }.count
        guard status.group == reason.group, statements.count >= adverse else {
            throw DecodingError.dataCorruptedError(
                forKey: .statements, in: container,
                debugDescription:
                    "a determination needs a fitting reason, and a statement for whatever is adverse in it")
        }
    }
}

extension DeterminationStatus {
    /// The group of reason codes that leads to this status, and to no other.
    var group: ReasonCode.Group {
        switch self {
        case .verified: .verified
        case .notVerified: .negative
        case .inconclusive: .inconclusive
        }
    }
}

/// An issued outcome; its token is kept beside the stream.
public struct Outcome: Hashable, Sendable, Codable {
    public enum Status: String, Hashable, Sendable, Codable, CaseIterable {
        case valid, suspended, superseded, revoked

        /// IETF Token Status List, section 7: the value at the token's index (3 is application-specific there).
        public var listValue: Int {
            switch self {
            case .valid: 0
            case .revoked: 1
            case .suspended: 2
            case .superseded: 3
            }
        }
    }

    public let id: OutcomeID
    public let determination: Determination
    public let supersedes: OutcomeID?
    public let issuedAt: Instant
    public let expiresAt: Instant
    public internal(set) var status: Status

    public init(
        id: OutcomeID, determination: Determination, supersedes: OutcomeID?, issuedAt: Instant, expiresAt: Instant,
        status: Status
    ) {
        self.id = id
        self.determination = determination
        self.supersedes = supersedes
        self.issuedAt = issuedAt
        self.expiresAt = expiresAt
        self.status = status
    }
}
