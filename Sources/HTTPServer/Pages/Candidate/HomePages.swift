import Verification
import Workflow

/// The first page of a case: where it stands, what comes next, by when, and who helps. What it says depends on the state alone.
struct HomePages: Sendable {
    let pages: PageKit

    func register(on routes: RouteRegistrar) {
        pages.on(PageTable.candidateHome, of: routes) { request in
            let file = try await HomeCase.load(request, pages)
            switch file.session.phase {
            case .opened(let confirmBy): return home("opened", file, request, file.opened(confirmBy: confirmBy))
            case .readyToBook(let ready):
                let name = ready.needsLineTest ? "line_test" : file.lastEnded == nil ? "ready" : "again"
                return home(name, file, request, file.readyToBook(ready))
            case .booked(let interview):
                return home(
                    file.bookedName(interview), file, request, file.booked(interview), template: "booked")
            case .inProgress(let interview): return home("running", file, request, file.running(interview))
            case .expired(let reason, _):
                return home(
                    reason == nil ? "expired" : "used_up", file, request, file.expired(reason), template: "expired")
            case .refused: return home("refused", file, request, file.refused)
            case .cancelled: return home("cancelled", file, request, file.cancelled)
            case .deliberating, .concluded, .inAppeal:
                guard let state = try await CandidateAfterStates(pages: pages).state(of: file.session, request) else {
                    throw Problem.notFound
                }
                let own: View = [
                    "heading": .text(state.title), "done": file.done(request.query("done")),
                    "second_look": .optional(file.secondLook),
                ]
                return .page(
                    Page(
                        "candidate/home_after", title: state.title, file.shared.merging(own).merging(state.view)))
            }
        }
    }

    /// `name` is what the words begin with; `ready`, `again` and `line_test` are one template.
    private func home(
        _ name: String, _ file: HomeCase, _ request: PageRequest, _ state: View, template: String? = nil
    ) -> PageReply {
        let status = file.session.status.rawValue
        let heading = file.words("candidate_home_\(name)_heading", ["platform": file.platform])
        let common: View = [
            "heading": .text(heading),
            "lead": .text(file.words("candidate_home_\(name)_lead", ["platform": file.platform])),
            "badge": [
                "word": .text(file.words["candidate_status_\(status)"]), "tone": .text(Self.tone(file.session.status)),
            ],
            "done": file.done(request.query("done")),
        ]
        let page = template ?? (file.session.status == .readyToBook ? "ready" : name)
        return .page(
            Page("candidate/home_\(page)", title: heading, file.shared.merging(common).merging(state)))
    }

    private static func tone(_ status: Phase.Status) -> String {
        switch status {
        case .booked, .inProgress: "info"
        case .opened, .readyToBook: "warn"
        case .deliberating, .concluded, .inAppeal, .expired, .refused, .cancelled: "quiet"
        }
    }
}
