import HTTPTypes
import Hummingbird
import StrictJSON
public import Timekeeping

/// The pages that anybody may read: what problems, reasons and policies mean, the API's contract, whom to tell of a
/// weakness.
///
/// Reasons and policies are JSON for whoever asks for it; the pages never differ by person, and are rendered once.
public struct PublicPages: Sendable {
    private let publicURL: String
    private let securityContact: String
    private let now: @Sendable () -> Instant
    private let openAPI: [UInt8]
    private let problems: [String: Rendered]
    private let reasons: [String: Rendered]
    private let policies: [String: Rendered]
    private let templates: PageTemplates

    private struct Rendered: Sendable {
        let html: String
        let json: JSONValue
    }

    /// Renders every page once.
    ///
    /// `publicURL` is what absolute URIs begin with; `securityContact` a `mailto:` or `https:` URI, or a bare mail
    /// address; `reasons` one for each code of the catalogue; `policies` every version that was ever in force; `openAPI`
    /// the bytes of the contract; `now` the server's clock. Throws only where a template of our own cannot be parsed.
    public init(
        publicURL: String, securityContact: String, reasons: [ReasonPage], policies: [PolicyPage], openAPI: [UInt8],
        now: @escaping @Sendable () -> Instant
    ) throws {
        let base = publicURL.hasSuffix("/") ? String(publicURL.dropLast()) : publicURL
        let templates = try PageTemplates()
        self.publicURL = base
        self.securityContact = securityContact
        self.openAPI = openAPI
        self.now = now
        self.templates = templates
        problems = Self.rendered(ProblemName.allCases) { name in
            let entry = ProblemCatalogue.entry(name)
            let values = ProblemValues(
                title: entry.title, status: String(entry.status.code), type: "\(base)/problems/\(name.rawValue)",
                explanation: entry.explanation, remedy: entry.remedy)
            let json: JSONValue = [
                "object": "problem", "type": .string(values.type), "title": .string(entry.title),
                "status": .integer(Int64(entry.status.code)), "explanation": .string(entry.explanation),
                "remedy": .string(entry.remedy),
            ]
            return (name.rawValue, Rendered(html: templates.render(.problem, values), json: json))
        }
        self.reasons = Self.rendered(reasons) { page in
            (page.code, Rendered(html: templates.render(.reason, page), json: page.json))
        }
        self.policies = Self.rendered(policies) { page in
            (page.version, Rendered(html: templates.render(.policy, PolicyValues(page)), json: page.json))
        }
    }

    private static func rendered<Page>(
        _ pages: [Page], _ render: (Page) -> (String, Rendered)
    ) -> [String: Rendered] {
        Dictionary(pages.map(render)) { first, _ in first }
    }

    /// A problem as a page, for browsers that follow a broken link.
    public func page(for problem: Problem) -> String {
        templates.render(
            .refusal,
            RefusalValues(
                title: ProblemCatalogue.entry(problem.name).title, status: String(problem.status.code),
                detail: problem.detail, link: "/problems/\(problem.name.rawValue)"))
    }

    public func register(on routes: RouteRegistrar) {
        routes.on(AccessTable.problemPage) { request, context in
            try Self.reply(problems[context.pathText("name")], request)
        }
        routes.on(AccessTable.reasonPage) { request, context in
            try Self.reply(reasons[context.pathText("code")], request)
        }
        routes.on(AccessTable.policyPage) { request, context in
            try Self.reply(policies[context.pathText("version")], request)
        }
        routes.on(AccessTable.stylesheet) { request, _ in
            Self.cached(Array(Stylesheet.css.utf8), "text/css; charset=utf-8", request)
        }
        routes.on(AccessTable.openAPI) { request, _ in
            Self.cached(openAPI, "application/yaml", request)
        }
        routes.on(AccessTable.securityContact) { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/plain; charset=utf-8", .cacheControl: "max-age=3600"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: securityText)))
        }
    }

    private static func reply(_ page: Rendered?, _ request: Request) throws -> Response {
        guard let page else { throw Problem.notFound }
        let isJSON = ContentNegotiation.prefersJSON(request.headers)
        let bytes = isJSON ? page.json.serialized() : Array(page.html.utf8)
        let tag = EntityTag(of: bytes)
        guard !request.holds(tag) else {
            return .withoutContent(status: .notModified, headers: [.eTag: tag.fieldValue, .vary: "Accept"])
        }
        var response =
            isJSON
            ? Response(
                status: .ok, headers: [.contentType: "application/json", .vary: "Accept"],
                body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
            : HTMLPage.response(page.html)
        response.headers[.eTag] = tag.fieldValue
        response.headers[.cacheControl] = "max-age=300"
        return response
    }

    private static func cached(_ bytes: [UInt8], _ type: String, _ request: Request) -> Response {
        let tag = EntityTag(of: bytes)
        let headers: HTTPFields = [.contentType: type, .eTag: tag.fieldValue, .cacheControl: "max-age=300"]
        guard !request.holds(tag) else { return .withoutContent(status: .notModified, headers: headers) }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }

    /// RFC 9116: the contact, and until when this may be believed; 180 days from now, so that it never stands expired.
    private var securityText: String {
        let contact = securityContact.contains(":") ? securityContact : "mailto:\(securityContact)"
        return """
            Contact: \(contact)
            Expires: \((now() + .days(180)).rfc3339)
            Preferred-Languages: en
            Canonical: \(publicURL)/.well-known/security.txt

            """
    }
}

/// What the templates read, by the names of these properties.
private struct ProblemValues {
    let title: String
    let status: String
    let type: String
    let explanation: String
    let remedy: String
}

private struct RefusalValues {
    let title: String
    let status: String
    let detail: String
    let link: String
}

private struct PolicyValues {
    struct Entry {
        let label: String
        let value: String
        let why: String
        let hasWhy: Bool
    }

    struct Section {
        let title: String
        let entries: [Entry]
    }

    let version: String
    let title: String
    let introduction: String
    let sections: [Section]

    init(_ page: PolicyPage) {
        version = page.version
        title = page.title
        introduction = page.introduction
        sections = page.sections.map { section in
            Section(
                title: section.title,
                entries: section.entries.map {
                    Entry(label: $0.label, value: $0.value, why: $0.why, hasWhy: !$0.why.isEmpty)
                })
        }
    }
}
