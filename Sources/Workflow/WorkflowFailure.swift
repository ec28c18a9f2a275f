public import Timekeeping
public import Verification

/// Why a use case did not do what was asked; nothing was changed. One table in HTTPServer makes problem documents of it.
public enum WorkflowFailure: Error, Sendable {
    /// Unknown, or not the caller's: the same answer, on purpose.
    case notFound
    case wrongRole
    case unauthenticated
    case sessionOpen(SessionID)
    /// The time is not free; the nearest that are.
    case slotTaken(alternatives: [TimeOffer])
    case tooManyTries(retryAfterSeconds: Int)
    /// The stored version is not the one that the caller edits.
    case staleVersion
    case invalid(pointer: String, sentence: String)
}

/// A time that can be booked.
public struct TimeOffer: Hashable, Sendable {
    public var startsAt: Instant
    public var endsAt: Instant

    public init(startsAt: Instant, endsAt: Instant) {
        self.startsAt = startsAt
        self.endsAt = endsAt
    }
}
