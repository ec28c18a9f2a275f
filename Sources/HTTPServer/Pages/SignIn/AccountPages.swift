import HTTPTypes
import Hummingbird
import Scheduling
import Verification
import Workflow

/// A member of staff's own account: who they are here, their password, and the browsers in which they are signed in.
struct AccountPages: Sendable {
    let pages: PageKit

    func register(on routes: RouteRegistrar) {
        pages.on(PageTable.account, of: routes) { request in
            .page(try await page(request, errors: FormErrors()))
        }
        pages.on(PageTable.signOutEverywhere, of: routes) { request in
            try await pages.bench.signOutEverywhere(try request.staff())
            return .signOutStaff(to: "/sign-in?done=everywhere")
        }
        pages.on(PageTable.changePassword, of: routes) { request in try await changePassword(request) }
    }

    private func changePassword(_ request: PageRequest) async throws -> PageReply {
        let words = request.words
        let current = request.form.text("password_current")
        let new = request.form.text("password_new")
        var errors = FormErrors()
        if current.isEmpty { errors.add("password_current", words["sign_in_error_password_missing"]) }
        let email = try await pages.bench.ownAccount(try request.staff()).email
        if let defect = PasswordDefect(of: new, email: email) {
            errors.add("password_new", words["sign_in_error_password_\(defect.rawValue)"])
        }
        if new != request.form.text("password_repeated") {
            errors.add("password_repeated", words["sign_in_error_password_differs"])
        }
        if errors.isEmpty {
            do {
                try await pages.bench.changePassword(
                    try request.staff(), current: current, new: new,
                    keeping: Cookies.read(pages.cookies.staff, request.http.headers))
                return .redirect("/account?done=password")
            } catch WorkflowFailure.invalid("/current", _) {
                errors.add("password_current", words["sign_in_error_password_wrong"])
            } catch WorkflowFailure.tooManyTries(let seconds) {
                errors.add("password_current", words("sign_in_error_slow", ["seconds": String(max(1, seconds))]))
            }
        }
        return .page(try await page(request, errors: errors, status: .unprocessableContent))
    }

    private func page(
        _ request: PageRequest, errors: FormErrors, status: HTTPResponse.Status = .ok
    ) async throws -> Page {
        let words = request.words
        let account = try await pages.bench.ownAccount(try request.staff())
        let roles = StaffRole.allCases.filter(account.roles.contains).map { words["sign_in_role_\($0.rawValue)"] }
        let zone = account.availability?.timeZone
        var rows: [View] = [
            Self.row(words["sign_in_account_name"], account.name),
            Self.row(words["sign_in_email"], account.email),
            Self.row(words["sign_in_account_roles"], roles.joined(separator: ", ")),
        ]
        if let zone {
            rows.append(Self.row(words["sign_in_account_zone"], words.zoneName(zone, at: request.now)))
        }
        return Page(
            "sign_in/account", title: words["sign_in_account_title"],
            [
                "rows": .list(rows), "error_summary": errors.summary,
                "done": request.query("done") == "password" ? .text(words["sign_in_done_password"]) : .absent,
                "has_hours": .flag(account.roles.contains(.interviewer)),
                "fields": .list([
                    Self.field("password_current", words["sign_in_password_current"], nil, "current-password", errors),
                    Self.field(
                        "password_new", words["sign_in_password_new"], words["sign_in_password_hint"], "new-password",
                        errors),
                    Self.field("password_repeated", words["sign_in_password_repeated"], nil, "new-password", errors),
                ]),
            ], status: status)
    }

    private static func row(_ term: String, _ value: String) -> View {
        [
            "term": .text(term), "value": .text(value), "values": nil, "action_href": nil, "action_label": nil,
            "action_hidden": nil,
        ]
    }

    private static func field(
        _ name: String, _ label: String, _ hint: String?, _ autocomplete: String, _ errors: FormErrors
    ) -> View {
        [
            "id": .text(name), "name": .text(name), "label": .text(label), "value": "", "type": "password",
            "hint": .optional(hint), "error": .optional(errors[name]), "autocomplete": .text(autocomplete),
            "inputmode": nil, "maxlength": nil, "required": true,
        ]
    }
}
