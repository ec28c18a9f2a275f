import HTTPTypes
public import Hummingbird
import Logging
import NIOCore
import StrictJSON
import Workflow

/// What somebody is told whose page or form cannot be had: in words, with a way on, and with everything typed given back.
extension PageKit {
    /// Whoever is not known is asked to come in; whoever is known and not meant is told so.
    func refusal(of visitor: PageVisitor, _ route: Route, _ page: PageRequest) -> Response? {
        guard !route.audience.contains(where: { $0.admits(visitor.principal) }) else { return nil }
        guard visitor.principal == .anyone else {
            return problemPage(Problem(.wrongRole), page, visitor)
        }
        if route.audience == [.candidate] {
            return lost(page, visitor, "candidate_unknown", status: .unauthorized)
        }
        guard route.method == .get, !page.isScript else {
            return lost(page, visitor, "staff_unknown", status: .unauthorized)
        }
        return redirect(to: Self.signIn(backTo: page))
    }

    /// An error as a page. Its text is never logged, since it may hold what a person wrote.
    func refusal(_ error: any Error, _ page: PageRequest, _ visitor: PageVisitor) throws -> Response {
        if let broken = error as? BrokenRequest { throw broken }
        if let problem = Problem(error) { return problemPage(problem, page, visitor) }
        page.context.logger.error(
            "unexpected error on a page",
            metadata: [
                "request_id": "\(page.context.requestID)", "route": "\(page.context.routePattern)",
                "error_type": "\(String(reflecting: type(of: error)))",
            ])
        return problemPage(Problem(.internal), page, visitor)
    }

    /// A refusal as a page that says what to do; texts that were typed are shown for copying, so that nothing is lost.
    func problemPage(_ problem: Problem, _ page: PageRequest, _ visitor: PageVisitor) -> Response {
        guard !page.isScript else {
            let why = Self.told(problem, page.words)
            return notSaved("\(why.title). \(why.detail)", problem.status)
        }
        return problemPage(problem, words: page.words, visitor: visitor, path: page.here, typed: Self.typedTexts(page))
    }

    private func problemPage(
        _ problem: Problem, words: Words, visitor: PageVisitor, path: String, typed: Slot
    ) -> Response {
        let why = Self.told(problem, words)
        let page = Page(
            "problem/refusal", title: why.title,
            [
                "heading": .text(why.title), "status": .number(problem.status.code), "detail": .text(why.detail),
                "link": .text("/problems/\(problem.name.rawValue)"), "typed": typed,
            ], status: problem.status)
        var response = rendered(page, words, visitor, path: path)
        response.headers.append(contentsOf: problem.headers)
        return response
    }

    /// A refusal for whatever is no page of its own, such as an address that does not exist.
    public func problemPage(_ problem: Problem, _ request: Request) -> Response {
        problemPage(
            problem, words: words(request, visitor: nil), visitor: .stranger, path: request.uri.path, typed: [])
    }

    /// The visitor's language where it has words for this problem, else what the API says.
    private static func told(_ problem: Problem, _ words: Words) -> (title: String, detail: String) {
        let key = problem.name.rawValue.split(separator: "-").joined(separator: "_")
        return (
            words.find("problem_\(key)_title") ?? ProblemCatalogue.entry(problem.name).title,
            words.find("problem_\(key)_detail") ?? problem.detail
        )
    }

    /// The form or page cannot be used as things are; what was typed is given back.
    func lost(
        _ page: PageRequest, _ visitor: PageVisitor, _ kind: String, status: HTTPResponse.Status
    ) -> Response {
        let heading = page.words["problem_\(kind)_heading"]
        guard !page.isScript else { return notSaved(heading, status) }
        let way =
            switch kind {
            case "candidate_unknown": "/c"
            case "staff_unknown": Self.signIn(backTo: page)
            default: PageTable.openable(page.here)
            }
        let content = Page(
            "problem/lost", title: heading,
            [
                "heading": .text(heading), "detail": .text(page.words["problem_\(kind)_detail"]), "href": .text(way),
                "label": .text(page.words["problem_\(kind)_action"]), "typed": Self.typedTexts(page),
            ], status: status)
        return rendered(content, page.words, visitor, path: page.here)
    }

    /// What a script is told that saves in the background.
    private func notSaved(_ why: String, _ status: HTTPResponse.Status) -> Response {
        let json: JSONValue = ["saved": false, "why": .string(why)]
        return Response(
            status: status, headers: [.contentType: "application/json", .cacheControl: "no-store"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: json.serialized())))
    }

    /// What a person typed, without secrets and without what the page itself put into the form: sentences, that is.
    ///
    /// Nothing of a form that another site sent: its words would stand under our name.
    private static func typedTexts(_ page: PageRequest) -> Slot {
        guard isOurs(page) else { return [] }
        let texts = page.form.all.filter { field in
            let isPlain = field.value.utf8.allSatisfy { $0 < 0x80 }
            // Eight signs of Chinese can be a sentence; eight letters are a word.
            return !field.name.hasPrefix("password") && field.value.count >= (isPlain ? 20 : 8)
                && !field.value.utf8.allSatisfy { (0x21...0x7E).contains($0) }
        }
        return .list(texts.map { ["text": .text($0.value)] })
    }

    private static func signIn(backTo page: PageRequest) -> String {
        "/sign-in?next=\(encoded(PageTable.openable(page.here)))"
    }
}
