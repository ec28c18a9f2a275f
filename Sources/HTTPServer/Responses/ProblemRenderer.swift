public import Hummingbird
import Logging
import StrictJSON

/// A request whose body broke off or was not HTTP: there is nobody left to answer, and the connection must close.
///
/// The server itself knows how to end such a connection, so this passes through every middleware to it.
struct BrokenRequest: Error {
    let underlying: any Error
}

/// Turns any error into a problem document: one place, so that nothing else can leak to a client.
public struct ProblemRenderer: Sendable {
    /// What type URIs begin with; without a slash at the end.
    let base: String
    /// Renders a page for people where a browser asked for one.
    let page: (@Sendable (Problem, Request) -> Response)?
    let allow: AllowTable

    /// - Parameters:
    ///   - publicURL: What every absolute URI begins with, from settings, never from a request.
    ///   - allow: The methods of every address, for 405.
    ///   - page: Renders a problem as an HTML page; without it, problems are always JSON.
    public init(
        publicURL: String, allow: AllowTable = AllowTable(), page: (@Sendable (Problem, Request) -> Response)? = nil
    ) {
        base = publicURL.hasSuffix("/") ? String(publicURL.dropLast()) : publicURL
        self.allow = allow
        self.page = page
    }

    /// The problem that a client is told for an error.
    ///
    /// Whatever is not a problem already and not one of the framework's own is an opaque 500; its type alone is
    /// logged, since an error's text may hold what a person wrote.
    public func problem(for error: any Error, request: Request, context: CandorRequestContext) -> Problem {
        switch error {
        case let problem as Problem:
            return problem
        case let error as HTTPError where error.status == .notFound:
            let methods = allow.methods(path: request.uri.path)
            guard !methods.isEmpty else { return .notFound }
            return Problem(.methodNotAllowed, headers: [.allow: methods.joined(separator: ", ")])
        case let error as any HTTPResponseError where error.status == .contentTooLarge:
            return Problem(.payloadTooLarge)
        case let error as any HTTPResponseError where error.status.kind == .clientError:
            return Problem(.badRequest)
        default:
            context.logger.error(
                "unexpected error",
                metadata: [
                    "request_id": "\(context.requestID)", "route": "\(context.routePattern)",
                    "error_type": "\(String(reflecting: type(of: error)))",
                ])
            return Problem(.internal, extensions: [("request_id", .string(context.requestID))])
        }
    }

    public func response(for error: any Error, request: Request, context: CandorRequestContext) -> Response {
        let problem = problem(for: error, request: request, context: context)
        guard let page, !request.uri.path.hasPrefix("/v1/"), ContentNegotiation.prefersHTML(request.headers) else {
            return problem.response(base: base)
        }
        var response = page(problem, request)
        response.headers.append(contentsOf: problem.headers)
        return response
    }
}
