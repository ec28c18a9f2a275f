public import HTTPTypes
public import Hummingbird
public import StrictJSON
public import Verification

/// One thing that is wrong with a request, and where it stands.
public struct FieldError: Sendable, Equatable {
    public enum Place: Sendable, Equatable {
        /// A JSON Pointer (RFC 6901) into the body; empty for the whole body.
        case body(String)
        /// The name of a query parameter.
        case query(String)
        /// The name of a header field.
        case header(String)
    }

    public let place: Place
    /// What is wanted, as the end of a sentence about the field; never what was sent.
    public let detail: String

    public init(_ place: Place, _ detail: String) {
        self.place = place
        self.detail = detail
    }

    public init(pointer: String, _ detail: String) {
        self.init(.body(pointer), detail)
    }

    var json: JSONValue {
        switch place {
        case .body(let pointer): ["pointer": .string(pointer), "detail": .string(detail)]
        case .query(let name): ["parameter": .string(name), "detail": .string(detail)]
        case .header(let name): ["header": .string(name), "detail": .string(detail)]
        }
    }
}

/// A reply that says what is wrong and what to do next, as RFC 9457 defines it.
///
/// `detail` never holds personal data, secrets or internals: it is read by whoever sent the request, and may be logged
/// by them.
public struct Problem: Error, HTTPResponseError, Sendable {
    public let name: ProblemName
    /// What to do next in this very case.
    public var detail: String
    public var errors: [FieldError]
    /// Members besides RFC 9457's own, in the order in which they are written.
    public var extensions: [(String, JSONValue)]
    public var headers: HTTPFields

    /// Makes a problem; without `detail` the catalogue's remedy says what to do next.
    public init(
        _ name: ProblemName, _ detail: String? = nil, errors: [FieldError] = [],
        extensions: [(String, JSONValue)] = [], headers: HTTPFields = [:]
    ) {
        self.name = name
        self.detail = detail ?? ProblemCatalogue.entry(name).remedy
        self.errors = errors
        self.extensions = extensions
        self.headers = headers
    }

    public var status: HTTPResponse.Status { ProblemCatalogue.entry(name).status }

    /// The document; `base` is what the type URI begins with, such as `https://verify.example`, or empty for a relative one.
    public func json(base: String = "") -> JSONValue {
        let entry = ProblemCatalogue.entry(name)
        var members: [JSONValue.Member] = [
            .init("type", .string("\(base)/problems/\(name.rawValue)")),
            .init("title", .string(entry.title)),
            .init("status", .integer(Int64(entry.status.code))),
            .init("detail", .string(detail)),
        ]
        if !errors.isEmpty { members.append(.init("errors", .array(errors.map(\.json)))) }
        for (name, value) in extensions { members.append(.init(name, value)) }
        return .object(members)
    }

    public func response(base: String) -> Response {
        var headers = self.headers
        headers[.contentType] = "application/problem+json"
        return Response(
            status: status, headers: headers,
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: json(base: base).serialized())))
    }

    public func response(from request: Request, context: some RequestContext) throws -> Response {
        response(base: "")
    }
}

/// The problems that carry more than a sentence.
extension Problem {
    public static func invalidFields(_ errors: [FieldError]) -> Problem {
        let count = errors.count
        let sentence = count == 1 ? "Correct the field that `errors` names" : "Correct the \(count) fields in `errors`"
        return Problem(.invalidFields, "\(sentence), and send the request again.", errors: errors)
    }

    public static func invalidField(_ pointer: String, _ detail: String) -> Problem {
        invalidFields([FieldError(pointer: pointer, detail)])
    }

    /// Not there, or not theirs: the same on purpose.
    public static let notFound = Problem(.notFound)

    /// `states` are those in which the call would be possible.
    public static func wrongState(_ detail: String? = nil, states: [String], now state: String? = nil) -> Problem {
        var extensions: [(String, JSONValue)] = [("states", .array(states.map { .string($0) }))]
        if let state { extensions.append(("state", .string(state))) }
        return Problem(.wrongState, detail, extensions: extensions)
    }

    public static func sessionOpen(_ session: SessionID) -> Problem {
        Problem(
            .sessionOpen, "Continue session \(session), or cancel it first.",
            extensions: [("session", .string(session.rawValue))])
    }

    /// `alternatives` as the slots call lists them, soonest first.
    public static func slotTaken(alternatives: [JSONValue]) -> Problem {
        Problem(.slotTaken, extensions: [("alternatives", .array(alternatives))])
    }

    /// `error` as RFC 6750 section 3.1 names it; `nil` where no token was sent at all.
    public static func unauthenticated(_ detail: String? = nil, error: String? = nil) -> Problem {
        let challenge = error.map { #"Bearer realm="candor", error="\#($0)""# } ?? #"Bearer realm="candor""#
        return Problem(.unauthenticated, detail, headers: [.wwwAuthenticate: challenge])
    }

    public static func tooManyTries(retryAfterSeconds seconds: Int64) -> Problem {
        Problem(.tooManyTries, headers: [.retryAfter: String(max(1, seconds))])
    }

    public static func unavailable(retryAfterSeconds seconds: Int64 = 2) -> Problem {
        Problem(.unavailable, headers: [.retryAfter: String(max(1, seconds))])
    }

    /// `current` is the version that the caller would have to name now.
    public static func staleVersion(current: EntityTag?) -> Problem {
        Problem(.staleVersion, headers: current.map { [.eTag: $0.fieldValue] } ?? [:])
    }

    public static func payloadTooLarge(limit: Int) -> Problem {
        Problem(
            .payloadTooLarge, "Send a body of at most \(limit) bytes.", extensions: [("limit", .integer(Int64(limit)))])
    }
}
