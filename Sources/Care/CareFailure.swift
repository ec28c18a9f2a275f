/// Why a backup, a restore or the lock was refused: one sentence that says what to do.
public struct CareFailure: Error, Equatable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ sentence: String) {
        description = sentence
    }
}

/// How far a long piece of work has come.
public struct CareProgress: Sendable, Equatable {
    public enum Step: String, Sendable {
        case copying, reading, hashing, examining
    }

    public var step: Step
    /// In whatever the step counts: pages, bytes or sessions.
    public var done: Int
    public var total: Int
}

/// Told of progress, on whichever thread the work runs.
public typealias ProgressReport = @Sendable (CareProgress) -> Void
