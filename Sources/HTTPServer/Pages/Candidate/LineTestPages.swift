import HTTPTypes
import Timekeeping
import Verification
import Workflow

/// A call to try the line, made by the person, before the next interview can be booked: their line failed again and again.
///
/// Nothing is measured here, and the page says so: what they tell of their call is what counts.
struct LineTestPages: Sendable {
    let pages: PageKit

    func register(on routes: RouteRegistrar) {
        pages.on(PageTable.lineTest, of: routes) { request in
            let file = try await HomeCase.load(request, pages)
            guard Self.isNeeded(file) else { return .redirect("\(file.base)/book") }
            return try await record(file, request)
        }
    }

    /// Whether the next interview waits for a test that is newer than the failed line.
    static func isNeeded(_ file: HomeCase) -> Bool {
        guard case .readyToBook(let ready) = file.session.phase, ready.needsLineTest else { return false }
        guard let test = file.session.candidateLineTest, test.result != .red else { return true }
        return test.at < file.lastEnded?.closedAt ?? test.at
    }

    private static let steps = ["same", "called"]

    private func record(_ file: HomeCase, _ request: PageRequest) async throws -> PageReply {
        let words = file.words
        var errors = FormErrors()
        let answer = request.form.text("worked")
        switch answer {
        case "yes":
            // A good test that was made in another place says nothing about the interview; a bad one needs no more asking.
            if !Self.steps.allSatisfy({ request.form.all("did").contains($0) }) {
                errors.add("did", words["candidate_line_error_did"])
            }
        case "no": break
        default: errors.add("worked", words["candidate_line_error_worked"])
        }
        guard errors.isEmpty else { return .page(Self.page(file, request.form, errors, done: nil)) }
        do {
            _ = try await pages.bench.recordOwnLineTest(
                file.session.id, worked: answer == "yes", by: request.principal)
        } catch Rejection.wrongState {
            return .redirect("\(file.base)?done=no_changed")
        }
        return .redirect("\(file.base)/book?done=\(answer == "yes" ? "line_tested" : "no_line")")
    }

    static func page(_ file: HomeCase, _ form: Form, _ errors: FormErrors, done: String?) -> Page {
        let words = file.words
        let heading = words["candidate_line_heading"]
        let did = form.all("did")
        let options = steps.map { step -> View in
            [
                "id": .text("did-\(step)"), "value": .text(step), "label": .text(words["candidate_line_did_\(step)"]),
                "hint": nil, "checked": .flag(did.contains(step)),
            ]
        }
        return Page(
            "candidate/line_test", title: errors.isEmpty ? heading : words("candidate_title_error", ["title": heading]),
            file.shared.merging([
                "heading": .text(heading), "error_summary": errors.summary, "done": file.done(done),
                "tries": .list(
                    ["near", "cable", "others", "device", "phone"].map {
                        ["text": .text(words["candidate_line_try_\($0)"])]
                    }), "action": .text("\(file.base)/line-test"),
                "did": [
                    "id": "did", "name": "did", "legend": .text(words["candidate_line_did"]), "hint": nil,
                    "error": .optional(errors["did"]), "options": .list(options),
                ],
                "worked": .view(
                    AfterParts.radios(
                        id: "worked", legend: words["candidate_line_worked"], hint: nil, error: errors["worked"],
                        options: [
                            (value: "yes", label: words["candidate_line_worked_yes"], hint: nil),
                            (value: "no", label: words["candidate_line_worked_no"], hint: nil),
                        ], checked: form.text("worked"))),
                "alternatives": file.alternatives(true), "deadline": file.bookingDeadline,
                "back_href": .text(file.base),
            ]), status: errors.isEmpty ? .ok : .unprocessableContent)
    }
}
