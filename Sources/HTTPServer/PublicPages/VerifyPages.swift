import HTTPTypes
import OutcomeVerifier
import Timekeeping
import Verification
import Workflow

/// `/verify`: somebody pastes a signed outcome and reads in plain words whether it counts, and what it says.
///
/// The verdict is the verifier library's, with the published keys and status list; nothing of the record is asked, and
/// nothing of the token is kept. It comes in a form's body, so that no address, history or log has it.
struct VerifyPages: Sendable {
    let pages: PageKit

    func register(on routes: RouteRegistrar) {
        pages.on(PageTable.verifyPage, of: routes) { request in
            .page(form(request, token: "", errors: FormErrors()))
        }
        pages.on(PageTable.verify, of: routes) { request in try await check(request) }
    }

    private func check(_ request: PageRequest) async throws -> PageReply {
        let typed = request.form.text("token")
        let token = Self.token(in: typed)
        guard !token.isEmpty else {
            var errors = FormErrors()
            errors.add("token", request.words["public_verify_missing"])
            return .page(form(request, token: typed, errors: errors))
        }
        let verdict = try await pages.bench.verify(token: token)
        let answer = VerdictView(
            verdict, words: request.words, taxonomy: pages.bench.content.taxonomy, now: request.now)
        var view = answer.view
        view["token"] = .text(typed)
        view["was_mended"] = .flag(token != typed)
        view["field"] = field(request, token: typed, error: nil)
        return .page(Page("public/verdict", title: answer.heading, view, isForgotten: true))
    }

    private func form(_ request: PageRequest, token: String, errors: FormErrors) -> Page {
        let title = request.words["public_verify_heading"]
        return Page(
            "public/verify",
            title: errors.isEmpty ? title : request.words("public_verify_error_title", ["title": title]),
            [
                "error_summary": errors.summary, "field": field(request, token: token, error: errors["token"]),
                "issuer": .text(pages.bench.publicURL),
            ],
            status: errors.isEmpty ? .ok : .unprocessableContent, scripts: ["verify.js"])
    }

    private func field(_ request: PageRequest, token: String, error: String?) -> Slot {
        [
            "id": "token", "name": "token", "label": .text(request.words["public_verify_token"]),
            "hint": .text(request.words["public_verify_token_hint"]), "error": .optional(error), "value": .text(token),
            "rows": 6, "maxlength": nil, "counter_max": nil, "required": true,
        ]
    }

    /// What mail and chat add to a token is taken away again: line breaks, spaces, quotation marks, and the address in front of `#token=`.
    static func token(in typed: String) -> String {
        var text = typed.split(separator: "#", omittingEmptySubsequences: true).last.map(String.init) ?? ""
        if text.hasPrefix("token=") { text.removeFirst("token=".count) }
        return String(text.filter { !$0.isWhitespace && $0 != "\"" && $0 != "'" && $0 != "`" })
    }
}
