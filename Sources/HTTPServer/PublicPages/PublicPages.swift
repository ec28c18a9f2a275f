import HTTPTypes
import Hummingbird
import StrictJSON
import Timekeeping
import Verification
import Workflow

/// What anybody may read: what problems, reasons and policies mean, the API's contract, whom to tell of a weakness; and the
/// check of an outcome.
///
/// Reasons, policies and problems are JSON for whoever asks for it. As pages they never differ by person, only by
/// language, and are rendered once for each.
public struct PublicPages: Sendable {
    let pages: PageKit
    let contactEmail: String?
    let reasons: [ReasonPage]
    let policies: [PolicyPage]
    private let securityContact: String
    private let openAPI: [UInt8]
    private let reasonsByCode: [String: ReasonPage]
    private let policiesByVersion: [String: PolicyPage]
    private let rendered = RenderedPages()

    /// `securityContact` is a `mailto:` or `https:` URI, or a bare mail address; `contactEmail` how people reach the
    /// operator, where they may; `reasons` one for each code of the catalogue, in its order; `policies` every version that
    /// was ever in force; `openAPI` the bytes of the contract.
    public init(
        _ pages: PageKit, securityContact: String, contactEmail: String?, reasons: [ReasonPage],
        policies: [PolicyPage], openAPI: [UInt8]
    ) {
        self.pages = pages
        self.securityContact = securityContact
        self.contactEmail = contactEmail
        self.reasons = reasons
        self.policies = policies
        self.openAPI = openAPI
        reasonsByCode = Dictionary(reasons.map { ($0.code, $0) }) { first, _ in first }
        policiesByVersion = Dictionary(policies.map { ($0.version, $0) }) { first, _ in first }
    }

    private var publicURL: String { pages.bench.publicURL }

    public func register(on routes: RouteRegistrar) {
        routes.on(AccessTable.problemPage) { request, context in
            guard let name = ProblemName(rawValue: try context.pathText("name")) else { throw Problem.notFound }
            let entry = ProblemCatalogue.entry(name)
            return try await reply(
                request, path: "/problems/\(name.rawValue)", json: entry.json(name, base: publicURL)
            ) { problem(name, entry, $0) }
        }
        routes.on(AccessTable.reasonPage) { request, context in
            guard let page = reasonsByCode[try context.pathText("code")] else { throw Problem.notFound }
            return try await reply(request, path: "/reasons/\(page.code)", json: page.json) { reason(page, $0) }
        }
        routes.on(AccessTable.policyPage) { request, context in
            guard let page = policiesByVersion[try context.pathText("version")] else { throw Problem.notFound }
            return try await reply(request, path: "/policy/\(page.version)", json: page.json) { policy(page, $0) }
        }
        routes.on(AccessTable.openAPI) { request, _ in
            Self.cached(openAPI, "application/yaml", request)
        }
        routes.on(AccessTable.securityContact) { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "max-age=3600"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: securityText)))
        }
        registerSigns(on: routes)
        VerifyPages(pages: pages).register(on: routes)
    }

    /// The pages that lead elsewhere.
    private func registerSigns(on routes: RouteRegistrar) {
        routes.page(PageTable.reasonIndex) { request, _ in
            try await reply(request, path: "/reasons", json: nil) { reasonIndex($0) }
        }
        routes.page(PageTable.problemIndex) { request, _ in
            try await reply(request, path: "/problems", json: nil) { problemIndex($0) }
        }
        routes.page(PageTable.help) { request, _ in
            try await reply(request, path: "/help", json: nil) { help($0) }
        }
        routes.page(PageTable.currentPolicy) { _, _ in
            Response(
                status: .seeOther,
                headers: [.location: "/policy/\(pages.bench.content.currentPolicy.version)", .cacheControl: "no-cache"])
        }
        routes.page(PageTable.demoMeeting) { request, _ in
            // The room's name is a key to a meeting: it is neither shown nor kept.
            try await reply(request, path: "/demo/meeting", json: nil) { demoMeeting($0) }
        }
        routes.page(PageTable.landing) { request, context in
            if let home = try await staffHome(request, context) {
                return Response(status: .seeOther, headers: [.location: home, .cacheControl: "no-store"])
            }
            return try await reply(request, path: "/", json: nil) { landing($0) }
        }
    }

    /// Where a signed-in member of staff works; the brand in the header of every page leads here.
    private func staffHome(_ request: Request, _ context: CandorRequestContext) async throws -> String? {
        guard Cookies.read(pages.cookies.staff, request.headers) != nil else { return nil }
        let visitor = try await PageVisitor.find(request, context, route: PageTable.landing, kit: pages)
        // A cookie that was replaced on the way has to reach the browser, which the page itself will see to.
        guard visitor.newCookies.isEmpty else { return nil }
        if visitor.roles.contains(.interviewer) { return "/interviews" }
        if visitor.roles.contains(.reviewer) { return "/reviews" }
        if visitor.roles.contains(.operator) { return "/operator" }
        return nil
    }

    // MARK: Replies

    /// JSON for programs where there is any, else the page in the visitor's language.
    private func reply(
        _ request: Request, path: String, json: JSONValue?, _ page: (Words) -> Page
    ) async throws -> Response {
        if let json, ContentNegotiation.prefersJSON(request.headers) {
            let bytes = json.serialized()
            return Self.tagged(bytes, EntityTag(of: bytes), "application/json", vary: "Accept", request)
        }
        let words = words(request)
        let key = "\(words.language) \(path)"
        if let known = rendered.reply(key) { return Self.tagged(known, request) }
        let made = try await StoredReply(pages.rendered(page(words), words, .stranger, path: path))
        rendered.keep(made, key)
        return Self.tagged(made, request)
    }

    /// As chosen by the visitor, else as the browser says.
    private func words(_ request: Request) -> Words {
        let chosen = Cookies.read(pages.cookies.language, request.headers)
        return pages.catalogues.choose(
            [chosen].compactMap(\.self) + WordCatalogues.wanted(acceptLanguage: request.headers[.acceptLanguage]))
    }

    private static func tagged(_ made: StoredReply, _ request: Request) -> Response {
        let tag = EntityTag(of: made.body)
        var response = made.response
        response.headers[.eTag] = tag.fieldValue
        response.headers[.cacheControl] = "max-age=300"
        guard request.holds(tag) else { return response }
        return .withoutContent(
            status: .notModified,
            headers: [.eTag: tag.fieldValue, .vary: response.headers[.vary] ?? "Accept", .cacheControl: "max-age=300"])
    }

    private static func tagged(
        _ bytes: [UInt8], _ tag: EntityTag, _ type: String, vary: String?, _ request: Request
    ) -> Response {
        var headers: HTTPFields = [.contentType: type, .eTag: tag.fieldValue, .cacheControl: "max-age=300"]
        headers[.vary] = vary
        guard !request.holds(tag) else { return .withoutContent(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    private static func cached(_ bytes: [UInt8], _ type: String, _ request: Request) -> Response {
        tagged(bytes, EntityTag(of: bytes), type, vary: nil, request)
    }

    /// RFC 9116: the contact, and until when this may be believed; 180 days from now, so that it never stands expired.
    private var securityText: String {
        let contact = securityContact.contains(":") ? securityContact : "mailto:\(securityContact)"
        return """
            Contact: \(contact)
            Expires: \((pages.bench.now + .days(180)).rfc3339)
            Preferred-Languages: en
            Canonical: \(publicURL)/.well-known/security.txt

            """
    }
}

extension ProblemEntry {
    func json(_ name: ProblemName, base: String) -> JSONValue {
        [
            "object": "problem", "type": .string("\(base)/problems/\(name.rawValue)"), "title": .string(title),
            "status": .integer(Int64(status.code)), "explanation": .string(explanation), "remedy": .string(remedy),
        ]
    }
}
