import HTTPTypes
public import Hummingbird
import Logging

/// One line per request, and the request's id in the reply.
///
/// The line holds the method, the route's pattern, the status, the duration and the kind of principal. It never holds
/// the URL, a query, a header field, a token or a body: those carry personal data and secrets.
public struct AccessLogMiddleware: RouterMiddleware {
    public typealias Context = CandorRequestContext

    public init() {}

    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let start = ContinuousClock.now
        do {
            var response = try await next(request, context)
            response.headers[.requestID] = context.requestID
            log(request, context, status: response.status.code, since: start)
            return response
        } catch {
            // Only a request that broke off gets here; there is nobody to answer.
            log(request, context, status: 0, since: start)
            guard let broken = error as? BrokenRequest else { throw error }
            throw broken.underlying
        }
    }

    private func log(_ request: Request, _ context: Context, status: Int, since start: ContinuousClock.Instant) {
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        let milliseconds = seconds &* 1000 &+ attoseconds / 1_000_000_000_000_000
        context.logger.info(
            "request",
            metadata: [
                "request_id": "\(context.requestID)", "method": "\(Self.shown(request.method))",
                "route": "\(context.routePattern)", "status": "\(status)", "duration_ms": "\(milliseconds)",
                "principal": "\(context.trace.principalKind)",
            ])
    }

    /// A method is any token that a client likes; only known ones are repeated.
    private static func shown(_ method: HTTPRequest.Method) -> String {
        let known: Set<HTTPRequest.Method> = [.get, .head, .post, .put, .patch, .delete, .options, .trace, .connect]
        return known.contains(method) ? method.rawValue : "other"
    }
}
