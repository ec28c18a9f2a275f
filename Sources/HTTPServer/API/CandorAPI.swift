import ConnectionQuality
import Hummingbird
import StrictJSON
public import Timekeeping
import Verification
public import Workflow

/// The JSON API: one handler per row of ``AccessTable``, each of which decodes, calls a use case and encodes.
public struct CandorAPI: Sendable {
    let bench: Workbench
    let demo: (any DemoHelpers)?
    /// Where the address is read that wrong codes are counted for.
    let clientAddress: ClientAddress
    let representations = RepresentationCache()

    /// `demo` is what only a server in demo mode has; `nil` elsewhere.
    public init(_ bench: Workbench, demo: (any DemoHelpers)?, clientAddress: ClientAddress = .peer) {
        self.bench = bench
        self.demo = demo
        self.clientAddress = clientAddress
    }

    public func register(on routes: RouteRegistrar) {
        registerPlatform(on: routes)
        registerOutcomes(on: routes)
        registerCandidate(on: routes)
        registerInterviews(on: routes)
        registerReviews(on: routes)
        registerWellKnown(on: routes)
        registerDemo(on: routes)
    }

    // MARK: What handlers share

    /// Registers a handler whose refusals become problem documents.
    func on(
        _ route: Route, of routes: RouteRegistrar,
        _ handler: @escaping @Sendable (Request, CandorRequestContext) async throws -> some ResponseGenerator & Sendable
    ) {
        routes.on(route) { request, context in
            do {
                return try await handler(request, context)
            } catch {
                throw Problem(error) ?? error
            }
        }
    }

    func represent(_ session: VerificationSession, for viewer: Viewer) async throws -> JSONValue {
        SessionRepresentation(
            session: session, viewer: viewer, policy: bench.policy(of: session), now: bench.now,
            texts: try await bench.texts(of: session), tokens: try await bench.tokens(of: session.id),
            content: bench.content
        ).json
    }

    func representation(_ session: VerificationSession, for viewer: Viewer) async throws -> SessionRepresentation {
        SessionRepresentation(
            session: session, viewer: viewer, policy: bench.policy(of: session), now: bench.now,
            texts: try await bench.texts(of: session), tokens: try await bench.tokens(of: session.id),
            content: bench.content)
    }

    func viewer(_ principal: Principal) -> Viewer {
        switch principal {
        case .platform: .platform
        case .candidate, .anyone: .candidate
        case .staff: .reviewer
        }
    }

    func platform(_ context: CandorRequestContext) throws -> PlatformID {
        guard case .platform(let id) = context.principal else { throw Problem(.wrongRole) }
        return id
    }

    func staff(_ context: CandorRequestContext) throws -> StaffID {
        guard case .staff(let id, _) = context.principal else { throw Problem(.wrongRole) }
        return id
    }
}

/// What demo mode adds: a clock that can be advanced and a look at the mail.
public protocol DemoHelpers: Sendable {
    func now() -> Instant
    func advance(seconds: Int64) async throws -> Instant
    /// Newest first, those older than the one with the id given.
    func mail(before id: String?, limit: Int) async throws -> [DemoMail]
}

/// One message as demo mode shows it.
public struct DemoMail: Sendable {
    public var id: String
    public var to: String
    public var message: String
    public var number: Int
    public var session: String?
    public var subject: String
    public var body: String
    public var at: Instant

    public init(
        id: String, to: String, message: String, number: Int, session: String?, subject: String, body: String,
        at: Instant
    ) {
        self.id = id
        self.to = to
        self.message = message
        self.number = number
        self.session = session
        self.subject = subject
        self.body = body
        self.at = at
    }
}
