import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import StrictJSON
import Timekeeping
import Verification
public import Workflow

/// What all pages share: who asks, in which language, whether a form is genuine, and how the answer is rendered.
public struct PageKit: Sendable {
    public let bench: Workbench
    let isDemo: Bool
    let clientAddress: ClientAddress
    let cookies: Cookies
    let secrets: FormSecrets
    let catalogues: WordCatalogues
    private let renderer: PageRenderer
    private let assets: PageAssets
    private let cache = PageCache()

    /// Throws ``TemplateDefect`` where a template must not be used.
    public init(
        _ bench: Workbench, sources: PageSources, isDemo: Bool, clientAddress: ClientAddress = .peer
    ) throws {
        self.bench = bench
        self.isDemo = isDemo
        self.clientAddress = clientAddress
        cookies = Cookies(publicURL: bench.publicURL)
        secrets = FormSecrets(bench: bench)
        catalogues = WordCatalogues(sources.words, zones: bench.zones)
        renderer = try PageRenderer(sources.templates)
        assets = PageAssets(sources.assets)
    }

    /// Styles, scripts, pictures, and the switch of languages.
    func register(on routes: RouteRegistrar) {
        routes.page(PageTable.asset) { request, context in
            try assets.response(try context.pathText("name"), request)
        }
        on(PageTable.language, of: routes) { request in
            let back = Self.localPath(request.query("back")) ?? "/"
            return .redirect(back)
        }
    }

    /// Gives a page its handler. Before it runs: whoever asks is known and admitted, a form is read and genuine, and the
    /// same form is not acted on twice.
    func on(
        _ route: Route, of routes: RouteRegistrar,
        _ handler: @escaping @Sendable (PageRequest) async throws -> PageReply
    ) {
        routes.page(route) { request, context in
            try await answer(request, context, route: route, handler)
        }
    }

    // MARK: One request

    private func answer(
        _ request: Request, _ context: CandorRequestContext, route: Route,
        _ handler: @Sendable (PageRequest) async throws -> PageReply
    ) async throws -> Response {
        let visitor: PageVisitor
        var known: KnownCase?
        do {
            if PageTable.aboutOneCase.contains(route) {
                known = try await knownCase(request, context)
                if let html = known.flatMap({ cache.html($0.key, version: $0.version, now: bench.now) }) {
                    context.trace.principalKind = "candidate"
                    return HTMLPage.response(html, cacheControl: Self.ownPages)
                }
            }
            visitor = try await PageVisitor.find(request, context, route: route, kit: self)
        } catch {
            guard let problem = Problem(error) else { throw error }
            return problemPage(problem, request)
        }
        var context = context
        context.principal = visitor.principal
        let page = PageRequest(
            http: request, context: context, principal: visitor.principal,
            words: words(request, visitor: visitor), now: bench.now, form: Form(),
            clientAddress: clientAddress.read(request, context))
        var response =
            route.method == .post
            ? try await sent(page, visitor, route, handler) : try await opened(page, visitor, route, known, handler)
        // Added last: they belong to this reply and to no other, also where an earlier reply is given again.
        for cookie in visitor.newCookies { response.headers.addCookie(cookie) }
        return response
    }

    private func opened(
        _ page: PageRequest, _ visitor: PageVisitor, _ route: Route, _ known: KnownCase?,
        _ handler: (PageRequest) async throws -> PageReply
    ) async throws -> Response {
        do {
            if let refusal = refusal(of: visitor, route, page) { return refusal }
            let reply = try await handler(page)
            guard let known, case .page(let content) = reply, content.status == .ok, !visitor.seesOffers else {
                return finish(reply, page, visitor, route: route)
            }
            let html = ByteBuffer(string: self.html(content, page.words, visitor, path: page.here))
            cache.keep(html, for: known.key, version: known.version, now: page.now)
            return HTMLPage.response(html, cacheControl: Self.ownPages)
        } catch {
            return try refusal(error, page, visitor)
        }
    }

    private func sent(
        _ opened: PageRequest, _ visitor: PageVisitor, _ route: Route,
        _ handler: (PageRequest) async throws -> PageReply
    ) async throws -> Response {
        var page = opened
        do {
            let body = try await JSONBody.collect(page.http, limit: route.bodyLimit)
            page.form = try Form(body)
            if let refusal = refusal(of: visitor, route, page) { return refusal }
            guard isGenuine(page, visitor) else { return lost(page, visitor, "form_changed", status: .forbidden) }
            let reply = try await once(page, body: body) {
                finish(try await handler(page), page, visitor, route: route)
            }
            return reply ?? lost(page, visitor, "form_unanswered", status: .conflict)
        } catch {
            return try refusal(error, page, visitor)
        }
    }

    /// A genuine form comes from this site (Fetch Metadata, where the browser tells) and bears the secret of this browser.
    private func isGenuine(_ page: PageRequest, _ visitor: PageVisitor) -> Bool {
        Self.isOurs(page) && secrets.isGenuine(page.form.text("csrf"), for: visitor.bearer)
    }

    static func isOurs(_ page: PageRequest) -> Bool {
        guard let site = page.http.headers[.secFetchSite] else { return true }
        return site == "same-origin" || site == "none"
    }

    /// Carries out a form once; the same form sent again gets the first answer, even while the first is being worked on.
    ///
    /// `nil` where the first was never answered: a server that died meanwhile cannot know whether it took effect.
    private func once(
        _ page: PageRequest, body: ByteBuffer, _ act: () async throws -> Response
    ) async throws -> Response? {
        let once = page.form.text("once")
        // What scripts save in the background they order themselves; what strangers send changes nothing of anybody's.
        guard !page.isScript, page.principal != .anyone, (16...64).contains(once.utf8.count) else {
            return try await act()
        }
        let (key, fingerprint) = FormSecrets.act(once: once, path: page.here, body: body)
        let scope = "page:\(page.principal.scope)"
        for _ in 0..<50 {
            switch try await bench.beginIdempotent(key: key, scope: scope, fingerprint: fingerprint) {
            case .new:
                do {
                    let response = try await act()
                    guard response.status == .seeOther else {
                        try await bench.abandonIdempotent(key: key, scope: scope)
                        return response
                    }
                    let reply = try await StoredReply(response)
                    try await bench.finishIdempotent(key: key, scope: scope, reply: reply.encoded)
                    return reply.response
                } catch {
                    try await bench.abandonIdempotent(key: key, scope: scope)
                    throw error
                }
            case .finished(let bytes):
                if let reply = StoredReply(encoded: bytes) { return reply.response }
            case .differentRequest, .inFlight: break
            }
            // The first of two clicks is still being worked on: its answer is the answer.
            try await Task.sleep(for: .milliseconds(100))
        }
        return nil
    }

    // MARK: Answers

    private func finish(
        _ reply: PageReply, _ page: PageRequest, _ visitor: PageVisitor, route: Route
    ) -> Response {
        var response: Response
        switch reply {
        case .page(let content): response = rendered(content, page.words, visitor, path: page.here)
        case .redirect(let path):
            response = redirect(to: path)
            if route == PageTable.language, let tag = page.context.parameters.get("tag"),
                catalogues.languages.contains(tag)
            {
                response.headers.addCookie(cookies.set(cookies.language, tag, maximumAgeSeconds: 365 * 86_400))
            }
        case .file(let name, let type, let bytes):
            response = Response(
                status: .ok,
                headers: [
                    .contentType: type, .contentDisposition: "attachment; filename=\"\(name)\"",
                    .cacheControl: "private, no-store",
                ], body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
        case .saved(let json, let status):
            response = Response(
                status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: json.serialized())))
        case .enterCandidate(let token, let session):
            let path = Cookies.candidatePath(session)
            response = redirect(to: path)
            // As long as the token itself: until the time for appeals is over.
            response.headers.addCookie(
                cookies.set(cookies.candidate, token, path: path, maximumAgeSeconds: 550 * 86_400))
        case .leaveCandidate(let session, let path):
            response = redirect(to: path)
            response.headers.addCookie(cookies.clear(cookies.candidate, path: Cookies.candidatePath(session)))
            response.headers[.clearSiteData] = "\"cache\""
        case .signInStaff(let token, let path):
            response = redirect(to: path)
            response.headers.addCookie(cookies.set(cookies.staff, token))
        case .signOutStaff(let path):
            response = redirect(to: path)
            response.headers.addCookie(cookies.clear(cookies.staff))
            response.headers[.clearSiteData] = "\"cache\""
        }
        return response
    }

    func redirect(to path: String) -> Response {
        Response(status: .seeOther, headers: [.location: path, .cacheControl: "no-store"])
    }

    func rendered(_ content: Page, _ words: Words, _ visitor: PageVisitor, path: String) -> Response {
        HTMLPage.response(
            html(content, words, visitor, path: path), status: content.status,
            cacheControl: content.isForgotten ? "no-store" : Self.ownPages)
    }

    /// Not "no-store": the back button has to bring back what somebody typed.
    private static let ownPages = "private, no-cache"

    private func html(_ content: Page, _ words: Words, _ visitor: PageVisitor, path: String) -> String {
        let shell = PageShell(kit: self, words: words, visitor: visitor, path: path)
        return renderer.render(content.template, shell.view(around: content), words: words)
    }

    /// A case whose candidate asks, in the version that it has now.
    private struct KnownCase {
        let key: PageCache.Key
        let version: Int
    }

    private func knownCase(_ request: Request, _ context: CandorRequestContext) async throws -> KnownCase? {
        guard let id = context.parameters.get("id"), let session = SessionID(id),
            let token = Cookies.read(cookies.candidate, request.headers),
            try await bench.principal(bearer: token) == .candidate(session)
        else { return nil }
        let key = PageCache.Key(
            bearer: token, path: request.uri.path, query: request.uri.query,
            chosenLanguage: Cookies.read(cookies.language, request.headers),
            acceptLanguage: request.headers[.acceptLanguage])
        return KnownCase(key: key, version: try await bench.currentVersion(session, for: .candidate(session)))
    }

    // MARK: Language and paths

    /// Chosen on the page, else as the profile says, else as the browser says.
    func words(_ request: Request, visitor: PageVisitor?) -> Words {
        var wanted: [String] = []
        if let chosen = Cookies.read(cookies.language, request.headers) { wanted.append(chosen) }
        wanted += visitor?.languages ?? []
        wanted += WordCatalogues.wanted(acceptLanguage: request.headers[.acceptLanguage])
        return catalogues.choose(wanted)
    }

    /// A path of this server, or `nil` for anything that could lead elsewhere.
    static func localPath(_ text: String?) -> String? {
        guard let text, text.hasPrefix("/"), !text.hasPrefix("//"), !text.contains("\\"), text.utf8.count <= 300,
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else { return nil }
        return text
    }

    static func encoded(_ path: String) -> String {
        path.utf8.map { byte -> String in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
                UInt8(ascii: "/"):
                String(UnicodeScalar(byte))
            default:
                "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }.joined()
    }
}
