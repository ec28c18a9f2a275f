/// Why a backup, a restore or the lock was refused: one sentence that says what to do.
public struct CareFailure: Error, Equatable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ sentence: String) {
        description = sentence
    }
}

/// How far a long piece of work has come.
public struct CareProgress: Sendable, Equatable {
    /// What is being done, in a word.
    public var step: String
    /// In whatever the step counts: pages, bytes or sessions.
    public var done: Int
    public var total: Int

    public init(step: String, done: Int, total: Int) {
        self.step = step
        self.done = done
        self.total = total
    }
}

/// Told of progress, on whichever thread the work runs.
public typealias ProgressReport = @Sendable (CareProgress) -> Void
