import HTTPTypes
public import Hummingbird
import Workflow

/// Admits a request to its route, or says why not: everything here is derived from the route's row.
public struct RouteGuard: RouterMiddleware {
    public typealias Context = CandorRequestContext

    private let route: Route

    public init(_ route: Route) {
        self.route = route
    }

    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        try Self.admit(context.principal, to: route)
        try QueryReader.refuse(allBut: route.query, of: request)
        try JSONBody.refuseDeclaredLength(beyond: route.bodyLimit, request.headers)
        var context = context
        context.route = route
        return try await next(request, context)
    }

    /// Strangers are asked who they are (401); those who are known and not meant are told so (403).
    static func admit(_ principal: Principal, to route: Route) throws(Problem) {
        guard !route.audience.contains(where: { $0.admits(principal) }) else { return }
        guard principal != .anyone else { throw .unauthenticated() }
        let meant = Audience.allCases.filter(route.audience.contains).map(\.rawValue)
        throw Problem(.wrongRole, "Use a token of: \(meant.joined(separator: ", ")).")
    }
}

/// Makes sure that a route without content gets none; it runs inside of idempotency, which must see the body first.
struct EmptyBodyMiddleware: RouterMiddleware {
    typealias Context = CandorRequestContext

    let limit: Int

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let body = try await JSONBody.read(request, limit: limit, allowsEmpty: true)
        try ObjectReader.read(body) { _ in }
        return try await next(request, context)
    }
}
