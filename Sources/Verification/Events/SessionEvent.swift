public import ConnectionQuality
public import Timekeeping

/// What happened in a session. A shipped kind never changes its meaning; a new one gets a new name or a new payload version.
///
/// Texts about the person are references (``PersonalTextID``), so that redaction can empty them without touching the stream.
public enum SessionEvent: Hashable, Sendable {
    case opened(Opened)
    case profileUpdated(ProfileUpdated)
    case linkReissued
    case profileConfirmed(ProfileConfirmed)
    case scopeFrozen(VerificationSession.FrozenScope)
    case interviewBooked(InterviewBooked)
    case interviewRescheduled(InterviewRescheduled)
    case interviewJoined(InterviewJoined)
    case interviewLeft(InterviewLeft)
    case interviewStarted(InterviewMoment)
    case itemAdded(ItemAdded)
    case itemRecorded(ItemRecorded)
    case questionObjected(QuestionObjected)
    case lineTested(LineTested)
    case lineRated(LineRated)
    case callEnded(CallEnded)
    case scorecardSubmitted(ScorecardSubmitted)
    case callScored(CallScored)
    case attemptClosed(AttemptClosed)
    case phaseChanged(Phase)
    case reviewOpened(Review)
    case reviewAssigned(ReviewAssigned)
    case reviewDecided(ReviewDecided)
    case reviewClosed(ReviewID, at: Instant)
    case secondLookHeld(ReviewID, at: Instant)
    case proposalMade(Proposal)
    case proposalHeard(ProposalHeard)
    case proposalClosed(ProposalID, Proposal.State)
    case statementPrepared(StatementOfReasons)
    case statementSent(StatementID, StatementOfReasons.Sending)
    case determinationWithheld(VerificationSession.WithheldDetermination)
    case determined(Determination)
    case outcomeIssued(Outcome)
    case outcomeStatusChanged(OutcomeID, Outcome.Status)
    case appealFiled(Appeal)
    case appealDecided(AppealDecided)
    case messagePosted(MessagePosted)
    case outcomeAcknowledged(OutcomeAcknowledged)
    case redacted

    public struct Opened: Hashable, Sendable, Codable {
        public var id: SessionID
        public var platform: PlatformID
        public var person: PersonID
        public var subject: String
        public var trigger: Trigger
        public var policyVersion: String
        public var profile: ProfileSnapshot
        public var confirmBy: Instant
        public var at: Instant

        public init(
            id: SessionID, platform: PlatformID, person: PersonID, subject: String, trigger: Trigger,
            policyVersion: String, profile: ProfileSnapshot, confirmBy: Instant, at: Instant
        ) {
            self.id = id
            self.platform = platform
            self.person = person
            self.subject = subject
            self.trigger = trigger
            self.policyVersion = policyVersion
            self.profile = profile
            self.confirmBy = confirmBy
            self.at = at
        }
    }

    public struct ProfileUpdated: Hashable, Sendable, Codable {
        public var email: PersonalTextID?
        public var timeZone: String?
        public var languages: [String]?
    }

    public struct ProfileConfirmed: Hashable, Sendable, Codable {
        public var struck: [String]
        public var mode: InterviewMode
        public var at: Instant
    }

    public struct InterviewBooked: Hashable, Sendable, Codable {
        public var interview: InterviewID
        public var booking: BookingID
        public var purpose: Attempt.Purpose
        public var interviewer: StaffID
        public var startsAt: Instant
        public var endsAt: Instant
        public var mode: InterviewMode
        public var seed: UInt64
        /// Encoded without its proof of scope; admitted again when applied.
        var items: [StoredItem]
        public var at: Instant
    }

    public struct InterviewRescheduled: Hashable, Sendable, Codable {
        public var interview: InterviewID
        public var interviewer: StaffID
        public var startsAt: Instant
        public var endsAt: Instant
    }

    public struct InterviewJoined: Hashable, Sendable, Codable {
        public var interview: InterviewID
        public var side: Side
        public var at: Instant
    }

    public struct InterviewLeft: Hashable, Sendable, Codable {
        public var interview: InterviewID
        public var side: Side
        public var at: Instant
    }

    public struct InterviewMoment: Hashable, Sendable, Codable {
        public var interview: InterviewID
        public var at: Instant
    }

    public struct ItemAdded: Hashable, Sendable, Codable {
        public var interview: InterviewID
        var item: StoredItem
    }

    public struct ItemRecorded: Hashable, Sendable, Codable {
        public var interview: InterviewID
        public var item: ItemID
        public var entry: ItemEntry
    }

    public struct QuestionObjected: Hashable, Sendable, Codable {
        public var interview: InterviewID
        public var objection: ScopeObjection
    }

    public struct LineTested: Hashable, Sendable, Codable {
        public var interview: InterviewID
        public var side: Side
        public var test: VerificationSession.LineTest
    }

    public struct LineRated: Hashable, Sendable, Codable {
        public var interview: InterviewID
        public var side: Side
        /// 1 bad to 5 excellent (ITU-T P.800).
        public var rating: Int
    }

    public struct CallEnded: Hashable, Sendable, Codable {
        public var interview: InterviewID
        public var by: Actor
        public var at: Instant
    }

    public struct ScorecardSubmitted: Hashable, Sendable, Codable {
        public var interview: InterviewID
        public var submission: Submission
    }

    public struct CallScored: Hashable, Sendable, Codable {
        public var interview: InterviewID
        public var call: CallRecord
    }

    public struct AttemptClosed: Hashable, Sendable, Codable {
        public var interview: InterviewID
        public var result: AttemptResult
        public var reasonCodes: [ReasonCode]
        public var faultParty: FaultParty?
        public var countsTowardLimit: Bool
        public var at: Instant
    }

    public struct ReviewAssigned: Hashable, Sendable, Codable {
        public var review: ReviewID
        public var assignee: StaffID
    }

    public struct ReviewDecided: Hashable, Sendable, Codable {
        public var review: ReviewID
        public var decision: Review.Decision
    }

    public struct ProposalHeard: Hashable, Sendable, Codable {
        public var proposals: [ProposalID]
        public var hearing: Hearing
    }

    public struct AppealDecided: Hashable, Sendable, Codable {
        public var appeal: AppealID
        public var state: Appeal.State
        public var decidedBy: Appeal.Decider
        public var effect: Appeal.Effect?
        public var reasons: PersonalTextID?
        public var at: Instant
    }

    public struct MessagePosted: Hashable, Sendable, Codable {
        public enum Author: Hashable, Sendable, Codable {
            case candidate
            case staff(StaffID)
        }

        public var author: Author
        public var text: PersonalTextID
        public var at: Instant
    }

    public struct OutcomeAcknowledged: Hashable, Sendable, Codable {
        public var outcome: OutcomeID
        public var state: String
        public var accountState: String?
        public var at: Instant
    }
}

/// Who caused an event.
public enum Actor: Hashable, Sendable, Codable, CustomStringConvertible {
    case platform(PlatformID)
    case candidate
    case staff(StaffID)
    case policy
    case clock

    public var description: String {
        switch self {
        case .platform(let id): "platform:\(id)"
        case .candidate: "candidate"
        case .staff(let id): "staff:\(id)"
        case .policy: "policy"
        case .clock: "clock"
        }
    }
}
