public import HTTPTypes
import Hummingbird
import Workflow

/// Who may make a call.
public enum Audience: String, CaseIterable, Sendable, Hashable {
    case platform
    case candidate
    case interviewer
    case reviewer
    case `operator`
    /// No token is looked at.
    case anyone

    func admits(_ principal: Principal) -> Bool {
        switch (self, principal) {
        case (.anyone, _): true
        case (.platform, .platform), (.candidate, .candidate): true
        case (.interviewer, .staff(_, let roles)): roles.contains(.interviewer)
        case (.reviewer, .staff(_, let roles)): roles.contains(.reviewer)
        case (.operator, .staff(_, let roles)): roles.contains(.operator)
        case (.platform, _), (.candidate, _), (.interviewer, _), (.reviewer, _), (.operator, _): false
        }
    }
}

/// One row of the access table: an address, a method, and who may use it.
///
/// A handler is registered through its route only, and every check before the handler is derived from the row, so that
/// the table and the behaviour cannot differ.
public struct Route: Sendable, Hashable {
    public let method: HTTPRequest.Method
    /// With parameters in braces, as logs, metrics and documents show it.
    public let pattern: String
    public let audience: Set<Audience>
    /// Exists on servers in demo mode only.
    public let demoOnly: Bool
    public let body: BodyRule
    /// In bytes.
    public let bodyLimit: Int
    /// The names of the query parameters; any other is refused.
    public let query: [String]

    public init(
        _ method: HTTPRequest.Method, _ pattern: String, for audience: Set<Audience>, demoOnly: Bool = false,
        body: BodyRule = .empty, bodyLimit: Int = JSONBody.standardLimit, query: [String] = []
    ) {
        self.method = method
        self.pattern = pattern
        self.audience = audience
        self.demoOnly = demoOnly
        self.body = body
        self.bodyLimit = bodyLimit
        self.query = query
    }

    /// The same row with at most this long a body.
    func limited(to bytes: Int) -> Route {
        guard bodyLimit > bytes else { return self }
        return Route(
            method, pattern, for: audience, demoOnly: demoOnly, body: body, bodyLimit: bytes, query: query)
    }

    /// Whether an `Idempotency-Key` is honoured: on every POST.
    public var isIdempotent: Bool { method == .post }
    /// Whether the call looks at no token.
    public var isPublic: Bool { audience.contains(.anyone) }
    /// `POST /v1/…`, which no other row has.
    public var name: String { "\(method.rawValue) \(pattern)" }
}
