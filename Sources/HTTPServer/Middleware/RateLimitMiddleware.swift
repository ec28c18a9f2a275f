import HTTPTypes
public import Hummingbird
import Workflow

/// Whom a request is counted for.
public enum RateLimitSubject: Sendable {
    /// The address that the request came from; before authentication, so that guessing tokens is limited.
    case address(ClientAddress)
    /// The principal; strangers by their address.
    case principal(ClientAddress)
}

/// Where the client's address is read.
public enum ClientAddress: Sendable {
    /// The peer of the connection.
    case peer
    /// The last address that the operator's own proxy wrote into `X-Forwarded-For`; only for servers that nothing but
    /// this proxy can reach, since anybody can send the field.
    case forwarded

    func read(_ request: Request, _ context: CandorRequestContext) -> String {
        switch self {
        case .peer:
            return context.peerAddress ?? "unknown"
        case .forwarded:
            let last = request.headers[values: .forwardedFor].last?.split(separator: ",").last
            guard let last = last?.filter({ $0 != " " }), !last.isEmpty, last.utf8.count <= 64 else {
                return context.peerAddress ?? "unknown"
            }
            return last
        }
    }
}

/// Limits requests, and says so in the fields of draft-ietf-httpapi-ratelimit-headers.
public struct RateLimitMiddleware: RouterMiddleware {
    public typealias Context = CandorRequestContext

    private let limiter: RateLimiter
    private let subject: RateLimitSubject

    public init(_ limiter: RateLimiter, by subject: RateLimitSubject) {
        self.limiter = limiter
        self.subject = subject
    }

    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let policy = limiter.policy
        let policyField = #""\#(policy.name)";q=\#(policy.quota);w=\#(policy.seconds)"#
        switch limiter.take(key(request, context)) {
        case .refused(let seconds):
            throw Problem(
                .tooManyRequests, "Wait \(seconds) s, then go on more slowly.",
                headers: [
                    .retryAfter: String(seconds), .rateLimitPolicy: policyField,
                    .rateLimit: #""\#(policy.name)";r=0;t=\#(seconds)"#,
                ])
        case .admitted(let remaining, let reset):
            var response = try await next(request, context)
            // The innermost limit is the closest one; an outer one does not write over it.
            if !response.headers.contains(.rateLimit) {
                response.headers[.rateLimitPolicy] = policyField
                response.headers[.rateLimit] = #""\#(policy.name)";r=\#(remaining);t=\#(reset)"#
            }
            return response
        }
    }

    private func key(_ request: Request, _ context: Context) -> String {
        switch subject {
        case .address(let address): return "address:\(address.read(request, context))"
        case .principal(let address):
            guard context.principal == .anyone else { return context.principal.scope }
            return "address:\(address.read(request, context))"
        }
    }
}
