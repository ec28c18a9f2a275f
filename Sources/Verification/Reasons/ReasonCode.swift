/// Why something happened, published in `Config/reasons.yaml`. The group of a code forces what may follow from it, so that the same
/// code can never be final once and retryable another time.
public enum ReasonCode: String, Codable, Sendable, CaseIterable, Hashable {
    case interviewerConnection = "T101"
    case candidateConnection = "T102"
    case platformMedia = "T103"
    case networkPath = "T104"
    case connectionUnattributed = "T105"
    case audioFailed = "T106"
    case videoFailed = "T107"
    case powerOrDevice = "T108"

    case outOfScopeQuestions = "P201"
    case scorecardIncomplete = "P202"
    case belowMinimumDwell = "P203"
    case interviewerNoShow = "P204"
    case conflictOfInterest = "P205"
    case languageMismatch = "P206"
    case consentMissing = "P207"
    case kitWithdrawn = "P208"

    case candidateNoShow = "E301"
    case postponed = "E302"
    case noDocument = "E303"
    case cameraRefused = "E304"
    case notAlone = "E305"
    case declinedToTakePart = "E306"
    case leftOnPurpose = "E307"

    case evidenceUnclear = "I401"
    case partialCoverage = "I402"
    case conflictingScorecards = "I403"
    case repeatedTechnical = "I404"

    case personMismatch = "N501"
    case promptedByThirdParty = "N502"
    case profileFactContradicted = "N504"
    case manipulatedMedia = "N505"

    case skillNotDemonstrated = "S601"
    case skillNotAssessed = "S602"
    case skillWithdrawn = "S603"
    case skillDemonstrated = "S604"

    case verified = "V700"
    case verifiedAfterAppeal = "V701"
    case verifiedWithCorrection = "V702"

    public enum Group: Character, Sendable, CaseIterable {
        case technical = "T"
        case procedure = "P"
        case engagement = "E"
        case inconclusive = "I"
        case negative = "N"
        case skill = "S"
        case verified = "V"
    }

    public var group: Group {
        switch self {
        case .interviewerConnection, .candidateConnection, .platformMedia, .networkPath, .connectionUnattributed,
            .audioFailed, .videoFailed, .powerOrDevice:
            .technical
        case .outOfScopeQuestions, .scorecardIncomplete, .belowMinimumDwell, .interviewerNoShow, .conflictOfInterest,
            .languageMismatch, .consentMissing, .kitWithdrawn:
            .procedure
        case .candidateNoShow, .postponed, .noDocument, .cameraRefused, .notAlone, .declinedToTakePart, .leftOnPurpose:
            .engagement
        case .evidenceUnclear, .partialCoverage, .conflictingScorecards, .repeatedTechnical: .inconclusive
        case .personMismatch, .promptedByThirdParty, .profileFactContradicted, .manipulatedMedia: .negative
        case .skillNotDemonstrated, .skillNotAssessed, .skillWithdrawn, .skillDemonstrated: .skill
        case .verified, .verifiedAfterAppeal, .verifiedWithCorrection: .verified
        }
    }

    /// What an attempt that ends with this code is: forced by the group.
    public var attemptResult: AttemptResult? {
        switch group {
        case .technical: .abortedTechnical
        case .procedure: .void
        case .engagement: .notHeld
        case .inconclusive, .negative, .verified: .assessed
        case .skill: nil
        }
    }

    /// Whether an attempt that ends with this code uses one up: forced by the group (and E302, a postponement, does not).
    public var countsTowardLimit: Bool {
        switch group {
        case .technical, .procedure, .skill: false
        case .engagement: self != .postponed
        case .inconclusive, .negative, .verified: true
        }
    }

    /// Suspicions of fraud: they need the second person's own perception and are never reversed by a machine.
    public var isSuspicion: Bool {
        switch self {
        case .personMismatch, .promptedByThirdParty, .manipulatedMedia: true
        default: false
        }
    }
}

/// How an attempt ended, or where it is.
public enum AttemptResult: String, Codable, Sendable, CaseIterable {
    case booked
    case inProgress = "in_progress"
    case assessed
    case abortedTechnical = "aborted_technical"
    case void
    case notHeld = "not_held"
    case cancelled
}
