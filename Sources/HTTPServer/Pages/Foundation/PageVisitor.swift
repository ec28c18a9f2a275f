import Hummingbird
import Verification
import Workflow

/// Who opens a page, as the cookies say.
struct PageVisitor: Sendable {
    var principal: Principal
    /// The secret of this browser that its forms are bound to.
    var bearer: String
    /// A staff member's own name; `nil` for others.
    var name: String?
    /// In the order in which the person wants them, from the profile.
    var languages: [String]
    /// `Set-Cookie` values that the reply has to carry.
    var newCookies: [String]
    /// Whether the case is one whose pages show times that others may take.
    var seesOffers = false

    /// Somebody about whom nothing is known, and who is shown no form.
    static let stranger = PageVisitor(principal: .anyone, bearer: "", name: nil, languages: [], newCookies: [])

    var roles: Set<StaffRole> {
        if case .staff(_, let roles) = principal { return roles }
        return []
    }

    /// Candidates by the cookie of their session's path, staff by theirs, everybody else by a random one.
    static func find(
        _ request: Request, _ context: CandorRequestContext, route: Route, kit: PageKit
    ) async throws -> PageVisitor {
        if route.audience.contains(.candidate), let id = context.parameters.get("id"), let session = SessionID(id),
            let token = Cookies.read(kit.cookies.candidate, request.headers),
            try await kit.bench.principal(bearer: token) == .candidate(session)
        {
            let found = try await kit.bench.session(session, for: .candidate(session))
            return PageVisitor(
                principal: .candidate(session), bearer: token, name: nil, languages: found.profile.languages,
                newCookies: [], seesOffers: found.status == .readyToBook)
        }
        if let token = Cookies.read(kit.cookies.staff, request.headers),
            let session = try await kit.bench.webSession(token)
        {
            return PageVisitor(
                principal: .staff(session.staff, roles: session.roles), bearer: session.id, name: session.name,
                languages: [], newCookies: session.renewedToken.map { [kit.cookies.set(kit.cookies.staff, $0)] } ?? [])
        }
        if let visitor = Cookies.read(kit.cookies.visitor, request.headers) {
            return PageVisitor(principal: .anyone, bearer: visitor, name: nil, languages: [], newCookies: [])
        }
        let visitor = kit.secrets.random()
        return PageVisitor(
            principal: .anyone, bearer: visitor, name: nil, languages: [],
            newCookies: [kit.cookies.set(kit.cookies.visitor, visitor)])
    }
}
