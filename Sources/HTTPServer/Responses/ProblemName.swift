public import HTTPTypes

/// Every kind of problem that Candor answers with; the raw value is the last part of its type URI and never changes.
public enum ProblemName: String, CaseIterable, Sendable {
    case malformedJSON = "malformed-json"
    case badRequest = "bad-request"
    case invalidFields = "invalid-fields"
    case questionOutOfScope = "question-out-of-scope"
    case nothingToAppeal = "nothing-to-appeal"
    case idempotencyKeyReused = "idempotency-key-reused"
    case idempotencyInFlight = "idempotency-in-flight"
    case wrongState = "wrong-state"
    case sessionOpen = "session-open"
    case slotTaken = "slot-taken"
    case appealOpen = "appeal-open"
    case secondLookNeeded = "second-look-needed"
    case lineTestRequired = "line-test-required"
    case unauthenticated
    case wrongRole = "wrong-role"
    case notFound = "not-found"
    case methodNotAllowed = "method-not-allowed"
    case staleVersion = "stale-version"
    case payloadTooLarge = "payload-too-large"
    case uriTooLong = "uri-too-long"
    case unsupportedMediaType = "unsupported-media-type"
    case headerFieldsTooLarge = "header-fields-too-large"
    case tooManyRequests = "too-many-requests"
    case tooManyTries = "too-many-tries"
    case unavailable
    case `internal`
}

/// What a kind of problem means: its status and title in every reply, and the text of its public page.
public struct ProblemEntry: Sendable {
    public let status: HTTPResponse.Status
    public let title: String
    /// What happened, for somebody who reads `/problems/<name>`.
    public let explanation: String
    /// What to do next, in general; a reply's `detail` is more precise.
    public let remedy: String

    init(_ status: HTTPResponse.Status, _ title: String, _ explanation: String, _ remedy: String) {
        self.status = status
        self.title = title
        self.explanation = explanation
        self.remedy = remedy
    }
}

/// The one table of problems: name → status, title and the texts of its page.
public enum ProblemCatalogue {
    public static func entry(_ name: ProblemName) -> ProblemEntry {
        switch name {
        case .malformedJSON:
            ProblemEntry(
                .badRequest, "The body is not acceptable JSON",
                "The request's body could not be read as one JSON text: it is not JSON, not UTF-8, nested too deep, or "
                    + "an object in it has two members of the same name. Nothing was changed.",
                "Correct the body at the byte that the reply names, and send the request again.")
        case .badRequest:
            ProblemEntry(
                .badRequest, "The request could not be understood",
                "Something outside the body, such as a header field, is not written as HTTP or this API asks. "
                    + "Nothing was changed.",
                "Correct what the reply names, and send the request again.")
        case .invalidFields:
            ProblemEntry(
                .unprocessableContent, "Some fields are not valid",
                "The request was understood, but some of its fields are missing, unknown, of the wrong type or outside "
                    + "their range. The reply lists all of them, each with where it stands. Nothing was changed.",
                "Correct every field that the reply lists, and send the request again.")
        case .questionOutOfScope:
            ProblemEntry(
                .unprocessableContent, "This question is outside the session's scope",
                "A scorecard holds only questions about skills that the person declared and confirmed. This question is "
                    + "not one of them, whether or not it exists elsewhere. Nothing was stored.",
                "Ask one of the questions on the scorecard.")
        case .nothingToAppeal:
            ProblemEntry(
                .unprocessableContent, "There is nothing to appeal here",
                "The attempt, outcome or skill that the appeal names does not exist in this session, or nothing was "
                    + "decided about it that could be contested, or the time for an appeal is over.",
                "Look at the session for what can be appealed, or write to the contact that it names.")
        case .idempotencyKeyReused:
            ProblemEntry(
                .unprocessableContent, "This idempotency key was used for another request",
                "The same Idempotency-Key came earlier with another path or another body. Answering with the stored "
                    + "reply would hide that this request was never carried out. Nothing was changed.",
                "Use a new key for a new request, and the old key only to repeat the old request unchanged.")
        case .idempotencyInFlight:
            ProblemEntry(
                .conflict, "The first request with this key is still being worked on",
                "A request with the same Idempotency-Key and the same body has not been answered yet.",
                "Wait a moment, then send the same request with the same key again.")
        case .wrongState:
            ProblemEntry(
                .conflict, "This is not possible in the current state",
                "The session, interview or review is in a state in which this call cannot be made. The reply's "
                    + "`states` say in which it can. Nothing was changed.",
                "Read the session: its next_step says what can be done now, by whom and until when.")
        case .sessionOpen:
            ProblemEntry(
                .conflict, "This person already has an open session",
                "One person has at most one open verification session per platform, so that attempts and questions "
                    + "cannot be reset by opening another. The reply's `session` is the open one.",
                "Continue the open session, or cancel it first.")
        case .slotTaken:
            ProblemEntry(
                .conflict, "This time is no longer free",
                "Every interviewer who could hold this interview is taken at that time. The reply's `alternatives` are "
                    + "free times nearby.",
                "Book one of the alternatives, or read the slots again.")
        case .appealOpen:
            ProblemEntry(
                .conflict, "An appeal on this is already open",
                "One appeal at a time runs against the same attempt, outcome or skill; a second needs new facts.",
                "Wait for the open appeal's answer, and add what is new in the session's messages.")
        case .secondLookNeeded:
            ProblemEntry(
                .conflict, "A second person must see for themselves first",
                "A suspicion of fraud is confirmed only by somebody who joined the interview or held a second look, "
                    + "never from notes alone.",
                "Hold a second look, or decide without confirming.")
        case .lineTestRequired:
            ProblemEntry(
                .conflict, "A line test comes first",
                "After repeated trouble on one side's line, the line is tested before the next interview, so that the "
                    + "next attempt is not lost to it as well.",
                "Run the line test, then try again.")
        case .unauthenticated:
            ProblemEntry(
                .unauthorized, "Authentication is needed",
                "The request has no valid bearer token: it is missing, malformed, unknown, expired or was replaced.",
                "Send `Authorization: Bearer <token>` with a current token.")
        case .wrongRole:
            ProblemEntry(
                .forbidden, "This token may not do that",
                "The token is valid, but belongs to somebody with another role. Who may call what is a fixed table.",
                "Use a token of a role that may make this call.")
        case .notFound:
            ProblemEntry(
                .notFound, "There is nothing here for this token",
                "It does not exist, or it is somebody else's. The two are answered alike on purpose, so that ids cannot "
                    + "be guessed.",
                "Check the address and the token.")
        case .methodNotAllowed:
            ProblemEntry(
                .methodNotAllowed, "This address does not take that method",
                "The address exists, but not with this HTTP method. The reply's Allow field lists those it takes.",
                "Use one of the methods in the Allow field.")
        case .staleVersion:
            ProblemEntry(
                .preconditionFailed, "It was changed in the meantime",
                "The If-Match field names a version that is no longer the current one. Nothing was changed.",
                "Read it again, apply your change to the new version, and send the new ETag in If-Match.")
        case .payloadTooLarge:
            ProblemEntry(
                .contentTooLarge, "The body is too large",
                "The request's body is longer than this address takes. Reading stopped there; nothing was changed.",
                "Send less in one request.")
        case .uriTooLong:
            ProblemEntry(
                .uriTooLong, "The address is too long",
                "The request's path and query together are longer than any valid one.",
                "Check how the address was put together.")
        case .unsupportedMediaType:
            ProblemEntry(
                .unsupportedMediaType, "The body must be JSON",
                "The request's body is not declared as `application/json`, or is compressed.",
                "Send JSON in UTF-8 with `Content-Type: application/json` and without Content-Encoding.")
        case .headerFieldsTooLarge:
            ProblemEntry(
                .requestHeaderFieldsTooLarge, "The header is too large",
                "The request has more header fields, or longer ones, than are accepted.",
                "Send fewer or shorter header fields.")
        case .tooManyRequests:
            ProblemEntry(
                .tooManyRequests, "Too many requests",
                "More requests came than the rate limit allows. Nothing was changed.",
                "Wait for the seconds in Retry-After, then go on more slowly; RateLimit says what is left.")
        case .tooManyTries:
            ProblemEntry(
                .tooManyRequests, "Too many wrong tries",
                "A code or link was wrong too often. This protects the person whom it was sent to.",
                "Wait for the seconds in Retry-After, or ask for a new link.")
        case .unavailable:
            ProblemEntry(
                .serviceUnavailable, "The service is busy or being restarted",
                "The request could not be carried out just now. Nothing was changed.",
                "Try again after the seconds in Retry-After; with an Idempotency-Key this is safe.")
        case .internal:
            ProblemEntry(
                .internalServerError, "Something went wrong on our side",
                "The server met an error that it did not expect. Details are in its log, not here.",
                "Try again; with an Idempotency-Key this is safe. If it stays, tell the operator the request id.")
        }
    }
}
