public import ConnectionQuality
import Timekeeping

/// A published, versioned set of numbers, as it stands in `Config/policies`. What each means and why is written there, beside the value.
public struct Policy: Hashable, Sendable, Codable {
    public struct Interview: Hashable, Sendable, Codable {
        public var lengthMinutes: Int
        public var questions: Int
        public var minimumPerSkill: Int
        public var maximumPerKit: Int
        public var livenessPrompts: Int
        public var minimumDwellMinutes: Int
        public var minimumCoveragePercent: Int
        public var noShowAfterMinutes: Int
        public var joinOpensMinutesBefore: Int
        public var startOpensMinutesBefore: Int
    }

    public struct Attempts: Hashable, Sendable, Codable {
        public var countedMaximum: Int
        /// Up to this many candidate-side technical aborts keep their priority.
        public var candidateTechnicalPriority: Int
        /// From this many on, other modes are offered and a reviewer looks in.
        public var candidateTechnicalAlternatives: Int
        /// At this many the session ends `inconclusive` with a trusted referee.
        public var candidateTechnicalInconclusive: Int
        public var lineAppealAutomaticDays: Int
        public var lineAppealsAutomatic: Int
    }

    public struct Deadlines: Hashable, Sendable, Codable {
        public var confirmDays: Int
        public var bookingDays: Int
        public var scorecardHours: Int
        public var deliberationHours: Int
        public var hearingHours: Int
        public var appealAnswerWorkingDays: Int
        public var appealAnswerDaysMaximum: Int
        public var objectionDays: Int
        public var appealMonths: Int
        public var statementRetryHours: Int
        public var reminderDaysBefore: [Int]
    }

    public struct Validity: Hashable, Sendable, Codable {
        public var verifiedMonths: Int
        public var adverseDays: Int
        public var inconclusiveDays: Int
    }

    public struct Audit: Hashable, Sendable, Codable { public var positivePercent: Int }

    public struct Skills: Hashable, Sendable, Codable {
        public var demonstratedMedian: Int
        public var minimumRated: Int
    }

    public struct Corrections: Hashable, Sendable, Codable {
        /// Kinds of facts whose correction needs no person; the platform is told the corrected kind.
        public var acceptedByMachine: [String]
    }

    public struct Scheduling: Hashable, Sendable, Codable {
        public var stepMinutes: Int
        public var minimumNoticeMinutes: Int
        public var horizonDays: Int
        public var bufferBeforeMinutes: Int
        public var bufferAfterMinutes: Int
        public var rescheduleUntilMinutes: Int
        public var maximumReschedules: Int
    }

    /// Who answers: a role and how to reach it, never a person's name.
    public struct Contact: Hashable, Sendable, Codable {
        public var role: String
        public var route: String
    }

    public var version: String
    public var title: String
    public var summary: String
    public var interview: Interview
    public var attempts: Attempts
    public var deadlines: Deadlines
    public var validity: Validity
    public var audit: Audit
    public var skills: Skills
    public var corrections: Corrections
    public var scheduling: Scheduling
    public var contact: Contact
    public var outsideBody: String
    public var trustedReferee: String
    public var quality: QualityThresholds
}
