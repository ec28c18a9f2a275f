import HTTPTypes
public import Hummingbird
public import Workflow

/// Finds out whom a bearer token belongs to.
public protocol Authenticator: Sendable {
    /// The token's principal, or `nil` for one that is unknown, expired or revoked.
    ///
    /// Implementations compare in constant time and store no token.
    func principal(bearer: String) async throws -> Principal?
}

/// Puts the principal of `Authorization: Bearer …` (RFC 6750) into the context.
///
/// No field at all leaves `.anyone`; whether that suffices is the route's matter. A field that is wrong is 401 in any
/// case: going on as a stranger would hide a mistake.
public struct AuthenticationMiddleware: RouterMiddleware {
    public typealias Context = CandorRequestContext

    private let authenticator: any Authenticator

    public init(_ authenticator: any Authenticator) {
        self.authenticator = authenticator
    }

    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard let token = try Self.bearer(request.headers) else { return try await next(request, context) }
        guard let principal = try await authenticator.principal(bearer: token), principal != .anyone else {
            throw Problem.unauthenticated(
                "The token is unknown, expired or was replaced; send a current one.", error: "invalid_token")
        }
        var context = context
        context.principal = principal
        return try await next(request, context)
    }

    /// The token of the one Authorization field, or `nil` where there is none.
    static func bearer(_ headers: HTTPFields) throws(Problem) -> String? {
        let fields = headers[values: .authorization]
        guard let field = fields.first else { return nil }
        let malformed = Problem.unauthenticated(
            "Send one Authorization field, written as: Bearer <token>.", error: "invalid_request")
        let parts = field.split(separator: " ", omittingEmptySubsequences: true)
        guard fields.count == 1, parts.count == 2, parts[0].lowercased() == "bearer",
            (1...512).contains(parts[1].utf8.count), parts[1].utf8.allSatisfy(isTokenByte)
        else { throw malformed }
        return String(parts[1])
    }

    /// `token68` of RFC 9110 section 11.2.
    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        case UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "+"),
            UInt8(ascii: "/"), UInt8(ascii: "="):
            true
        default: false
        }
    }
}
