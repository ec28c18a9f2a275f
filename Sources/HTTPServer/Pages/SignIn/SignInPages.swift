import HTTPTypes
import Hummingbird
import Verification
import Workflow

/// Staff sign-in and sign-out.
///
/// A wrong password and an unknown address get the same words, so that the page tells nobody who works here.
struct SignInPages: Sendable {
    let pages: PageKit

    func register(on routes: RouteRegistrar) {
        pages.on(PageTable.signInForm, of: routes) { request in
            if case .staff(_, let roles) = request.principal {
                return .redirect(Self.target(request.query("next"), roles: roles))
            }
            return .page(form(request, email: "", errors: FormErrors()))
        }
        pages.on(PageTable.sendSignIn, of: routes) { request in try await signIn(request) }
        pages.on(PageTable.signOut, of: routes) { request in
            if let token = token(request) { try await pages.bench.signOut(token) }
            return .signOutStaff(to: "/sign-in?done=out")
        }
        AccountPages(pages: pages).register(on: routes)
    }

    private func signIn(_ request: PageRequest) async throws -> PageReply {
        let words = request.words
        let email = request.form.text("email")
        let password = request.form.text("password")
        var errors = FormErrors()
        if !(3...254).contains(email.utf8.count) || !email.contains("@") {
            errors.add("email", words["sign_in_error_email"])
        }
        if password.isEmpty { errors.add("password", words["sign_in_error_password_missing"]) }
        if password.utf8.count > 1000 { errors.add("password", words["sign_in_error_wrong"]) }
        guard errors.isEmpty else {
            return .page(form(request, email: email, errors: errors, status: .unprocessableContent))
        }
        do {
            let token = try await pages.bench.signIn(
                email: email, password: password, client: request.clientAddress)
            let roles = try await pages.bench.webSession(token)?.roles ?? []
            return .signInStaff(token: token, to: Self.target(request.query("next"), roles: roles))
        } catch WorkflowFailure.unauthenticated {
            errors.add("email", words["sign_in_error_wrong"])
            return .page(form(request, email: email, errors: errors, status: .unprocessableContent))
        } catch WorkflowFailure.tooManyTries(let seconds) {
            errors.add("email", words("sign_in_error_slow", ["seconds": String(max(1, seconds))]))
            return .page(form(request, email: email, errors: errors, status: .tooManyRequests))
        }
    }

    private func form(
        _ request: PageRequest, email: String, errors: FormErrors, status: HTTPResponse.Status = .ok
    ) -> Page {
        let words = request.words
        let next = PageKit.localPath(request.query("next"))
        let done: Slot =
            switch request.query("done") {
            case "out": .text(words["sign_in_done_out"])
            case "everywhere": .text(words["sign_in_done_everywhere"])
            default: .absent
            }
        return Page(
            "sign_in/form", title: words["sign_in_title"],
            [
                "action": .text("/sign-in" + (next.map { "?next=\(PageKit.encoded($0))" } ?? "")),
                "done": done, "has_next": .flag(next != nil), "error_summary": errors.summary,
                "email_field": .view([
                    "id": "email", "name": "email", "label": .text(words["sign_in_email"]), "value": .text(email),
                    "type": "email", "hint": nil, "error": .optional(errors["email"]), "autocomplete": "username",
                    "inputmode": "email", "maxlength": "254", "required": true,
                ]),
                "password_field": .view([
                    "id": "password", "name": "password", "label": .text(words["sign_in_password"]), "value": "",
                    "type": "password", "hint": nil, "error": .optional(errors["password"]),
                    "autocomplete": "current-password", "inputmode": nil, "maxlength": nil, "required": true,
                ]),
            ], status: status,
            // Only whoever signs out leaves nothing here: whose sign-in ran out comes back to what they typed.
            scripts: ["out", "everywhere"].contains(request.query("done")) ? ["forget.js"] : [])
    }

    /// Where somebody goes after signing in: where they wanted to, else where their work waits.
    static func target(_ wanted: String?, roles: Set<StaffRole>) -> String {
        if let path = PageKit.localPath(wanted), path != "/sign-in", !path.hasPrefix("/sign-in?") { return path }
        if roles.contains(.interviewer) { return "/interviews" }
        if roles.contains(.reviewer) { return "/reviews" }
        return roles.contains(.operator) ? "/operator" : "/account"
    }

    private func token(_ request: PageRequest) -> String? {
        Cookies.read(pages.cookies.staff, request.http.headers)
    }
}
