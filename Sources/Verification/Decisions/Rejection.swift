import Timekeeping

/// Why a command was refused; nothing was changed. One table in HTTPServer turns each kind into a problem document.
public enum Rejection: Error, Hashable, Sendable {
    /// The session, interview or review is not in a state in which this can be done.
    case wrongState(actual: String, allowed: [String], sentence: String)
    /// Law 1: the question is not in this session's scope, or does not exist (the same answer, on purpose).
    case questionOutOfScope
    /// The content of one field is refused; `pointer` is a JSON Pointer (RFC 6901).
    case invalid(pointer: String, sentence: String)
    case unknown(String)
    case nothingToAppeal(String)
    case appealOpen(AppealID)
    /// Law 3: suspicion of fraud needs the second person's own perception.
    case secondLookNeeded
    case lineTestRequired
    case corrupt(CorruptStream)
}
