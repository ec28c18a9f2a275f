import HTTPTypes
import Verification
import Workflow

/// Coming in: by the mailed link after a click, since mail scanners open links too, or by the code of the same mail.
struct EntryPages: Sendable {
    let pages: PageKit

    func register(on routes: RouteRegistrar) {
        pages.on(PageTable.candidateEntry, of: routes) { request in .page(entry(request)) }
        pages.on(PageTable.leaveDevice, of: routes) { request in
            // Loaded first, so that only the person of the case is led away from it.
            let file = try await HomeCase.load(request, pages)
            return .leaveCandidate(session: file.session.id, to: "/c?done=left")
        }
        pages.on(PageTable.candidateEnter, of: routes) { request in
            var errors = FormErrors()
            guard let secret = Self.secret(in: request, &errors) else {
                return .page(entry(request, errors: errors, status: .unprocessableContent))
            }
            do {
                let (token, session) = try await pages.bench.enter(secret, client: request.clientAddress)
                return .enterCandidate(token: token, session: session)
            } catch WorkflowFailure.unauthenticated {
                return .page(unknown(secret, request))
            } catch WorkflowFailure.tooManyTries(let seconds) {
                let minutes = request.words.duration(minutes: (seconds + 59) / 60)
                errors.add("code", request.words("candidate_entry_error_tries", ["time": minutes]))
                return .page(entry(request, errors: errors, status: .tooManyRequests))
            }
        }
    }

    /// What was sent: a link's secret, or a code however it was typed. A whole link pasted into the code's field is a link.
    private static func secret(in request: PageRequest, _ errors: inout FormErrors) -> Workbench.EntrySecret? {
        let sent = request.form.text("link")
        let typed = request.form.text("code")
        for text in [sent, typed] where text.contains("lt_") {
            let token = text.utf8.split(separator: UInt8(ascii: "#")).last.map { Substring($0) } ?? Substring(text)
            return .link(String(token.prefix(200)))
        }
        let code = typed.unicodeScalars.filter { $0.isASCII && $0.properties.isAlphabetic || ("0"..."9").contains($0) }
        guard !typed.isEmpty else {
            // The link's own form arrives without a secret where scripts are off, or where the address had no fragment.
            let key = request.form.has("link") ? "candidate_entry_error_no_link" : "candidate_entry_error_empty"
            errors.add("code", request.words[key])
            return nil
        }
        guard code.count == codeLength else {
            errors.add(
                "code",
                request.words(
                    "candidate_entry_error_length", ["wanted": String(codeLength), "given": String(code.count)]))
            return nil
        }
        return .code(String(String.UnicodeScalarView(code)))
    }

    private static let codeLength = 13

    private func unknown(_ secret: Workbench.EntrySecret, _ request: PageRequest) -> Page {
        var errors = FormErrors()
        switch secret {
        case .link: errors.add("code", request.words["candidate_entry_error_link"])
        case .code: errors.add("code", request.words["candidate_entry_error_code"])
        }
        return entry(request, errors: errors, status: .unauthorized, isUnknown: true)
    }

    private func entry(
        _ request: PageRequest, errors: FormErrors = FormErrors(), status: HTTPResponse.Status = .ok,
        isUnknown: Bool = false
    ) -> Page {
        let words = request.words
        return Page(
            "candidate/entry", title: words["candidate_entry_heading"],
            [
                "error_summary": errors.summary, "is_unknown": .flag(isUnknown),
                "left": request.query("done") == "left"
                    ? .view(AfterParts.notice("good", words["candidate_leave_done"], role: "status")) : .absent,
                "code_field": [
                    "id": "code", "name": "code", "label": .text(words["candidate_entry_code_label"]),
                    "hint": .text(words["candidate_entry_code_hint"]),
                    // A code that was misread is easier to mend than to type again.
                    "value": .text(String(request.form.text("code").prefix(200))), "error": .optional(errors["code"]),
                    "type": nil, "autocomplete": "one-time-code", "inputmode": nil, "maxlength": nil, "required": true,
                ],
            ], status: status, scripts: ["entry.js"])
    }
}
