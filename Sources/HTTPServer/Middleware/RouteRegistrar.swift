import HTTPTypes
public import Hummingbird

/// What the layers around every handler need.
public struct RouteRegistrarOptions: Sendable {
    /// What absolute URIs begin with, from settings.
    public var publicURL: String
    public var limits = ServerLimits()
    /// `nil` limits nobody; in demo mode nobody is limited in any case.
    public var rateLimits: RateLimits? = RateLimits()
    public var clientAddress = ClientAddress.peer
    public var isDemo = false
    /// No route takes a longer body, whatever its row says.
    public var bodyLimit = JSONBody.standardLimit
    /// Renders a problem for a browser; `nil` leaves every problem JSON.
    public var problemPage: (@Sendable (Problem, Request) -> Response)?

    public struct RateLimits: Sendable {
        public var perAddress = RateLimitPolicy.perAddress
        public var perPrincipal = RateLimitPolicy.perPrincipal

        public init() {}
    }

    public init(publicURL: String) {
        self.publicURL = publicURL
    }
}

/// The only way for a handler to get an address: through a row of the access table.
///
/// Around every handler, from outside to inside:
/// 1. access log and request id, so that nothing goes unlogged;
/// 2. security headers, on refusals too;
/// 3. problems: every error of what follows becomes a document;
/// 4. header limits;
/// 5. the rate limit per address, before any token is looked up.
///
/// Then, by the route's row:
/// 6. authentication, except where anyone may call;
/// 7. the rate limit per principal;
/// 8. the guard: role, query parameters, declared length of the body;
/// 9. idempotency, on POST, which reads the body;
/// 10. the empty body, where the route takes none;
/// 11. the handler.
public final class RouteRegistrar {
    public let router: Router<CandorRequestContext>
    /// The rows that have a handler by now.
    public private(set) var registered: Set<Route> = []
    private let options: RouteRegistrarOptions
    private let allow = AllowTable()
    private let renderer: ProblemRenderer
    private let authenticator: any Authenticator
    private let idempotency: any IdempotencyStore
    private let principalLimiter: RateLimiter?

    public init(
        _ options: RouteRegistrarOptions, authenticator: any Authenticator, idempotency: any IdempotencyStore
    ) {
        self.options = options
        self.authenticator = authenticator
        self.idempotency = idempotency
        renderer = ProblemRenderer(publicURL: options.publicURL, allow: allow, page: options.problemPage)
        let rateLimits = options.isDemo ? nil : options.rateLimits
        principalLimiter = rateLimits.map { RateLimiter($0.perPrincipal) }
        router = Router(context: CandorRequestContext.self, options: .autoGenerateHeadEndpoints)
        router.add(middleware: AccessLogMiddleware())
        router.add(middleware: SecurityHeadersMiddleware(publicURL: options.publicURL))
        router.add(middleware: ProblemMiddleware(renderer))
        router.add(middleware: HeaderLimitsMiddleware(options.limits))
        if let policy = rateLimits?.perAddress {
            router.add(middleware: RateLimitMiddleware(RateLimiter(policy), by: .address(options.clientAddress)))
        }
    }

    /// Gives a route its handler; a route of demo mode only exists nowhere else, not even for its 405.
    public func on(
        _ route: Route,
        use handler: @escaping @Sendable (Request, CandorRequestContext) async throws -> some ResponseGenerator
    ) {
        registered.insert(route)
        let route = route.limited(to: options.bodyLimit)
        guard !route.demoOnly || options.isDemo else { return }
        allow.add(route)
        let group = router.group("")
        if !route.isPublic { group.add(middleware: AuthenticationMiddleware(authenticator)) }
        if let principalLimiter {
            group.add(middleware: RateLimitMiddleware(principalLimiter, by: .principal(options.clientAddress)))
        }
        group.add(middleware: RouteGuard(route))
        if route.isIdempotent { group.add(middleware: IdempotencyMiddleware(idempotency, renderer)) }
        if route.body == .empty, route.method != .get {
            group.add(middleware: EmptyBodyMiddleware(limit: route.bodyLimit))
        }
        group.on(RouterPath(route.pattern), method: route.method, use: handler)
    }

    /// Gives a page its handler, which does for itself what differs from the API: cookies, forms, and refusals in words.
    func page(
        _ route: Route,
        use handler: @escaping @Sendable (Request, CandorRequestContext) async throws -> Response
    ) {
        registered.insert(route)
        let route = route.limited(to: options.bodyLimit)
        guard !route.demoOnly || options.isDemo else { return }
        allow.add(route)
        router.on(RouterPath(route.pattern), method: route.method) { request, context in
            var context = context
            context.route = route
            return try await handler(request, context)
        }
    }

    /// Rows of the access tables that no handler was given to: none, once everything is composed.
    public var missing: [Route] { (AccessTable.all + PageTable.all).filter { !registered.contains($0) } }
}
