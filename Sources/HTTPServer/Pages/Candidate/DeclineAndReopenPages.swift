import Verification
import Workflow

/// Declining to take part, told plainly before it is done; and taking a case up again that ran out or was declined.
struct DeclineAndReopenPages: Sendable {
    let pages: PageKit

    func register(on routes: RouteRegistrar) {
        pages.on(PageTable.declinePage, of: routes) { request in
            let file = try await HomeCase.load(request, pages)
            if let elsewhere = Self.elsewhere(file) { return .redirect(elsewhere) }
            let heading = file.words["candidate_decline_heading"]
            let consequences = ["offer", "nothing", "platform", "again"].map { key -> View in
                ["text": .text(file.words("candidate_decline_\(key)", ["platform": file.platform]))]
            }
            return .page(
                Page(
                    "candidate/decline", title: heading,
                    file.shared.merging([
                        "heading": .text(heading), "consequences": .list(consequences),
                        "action": .text("\(file.base)/decline"), "reason": .view(file.reason(.declinedToTakePart)),
                    ])))
        }
        pages.on(PageTable.decline, of: routes) { request in
            let file = try await HomeCase.load(request, pages)
            if let elsewhere = Self.elsewhere(file) { return .redirect(elsewhere) }
            do {
                _ = try await pages.bench.decline(file.session.id, by: request.principal)
            } catch Rejection.wrongState {
                // Something else happened in another tab meanwhile; the first page says what.
                return .redirect("\(file.base)?done=no_changed")
            }
            return .redirect("\(file.base)?done=declined")
        }
        pages.on(PageTable.reopen, of: routes) { request in
            let file = try await HomeCase.load(request, pages)
            guard file.session.status == .expired || file.session.status == .refused else {
                return .redirect("\(file.base)?done=no_reopen_needed")
            }
            do {
                _ = try await pages.bench.reopen(file.session.id, by: request.principal)
            } catch WorkflowFailure.sessionOpen {
                return .redirect("\(file.base)?done=no_other_case")
            } catch Rejection.wrongState {
                return .redirect("\(file.base)?done=no_redacted")
            }
            return .redirect("\(file.base)?done=reopened")
        }
    }

    /// Where somebody is sent who cannot decline as things are: a booked interview is cancelled first, so that nobody waits in it.
    private static func elsewhere(_ file: HomeCase) -> String? {
        switch file.session.status {
        case .opened, .readyToBook: nil
        case .booked: "\(file.base)/interview?done=no_cancel_first"
        case .inProgress, .deliberating, .concluded, .inAppeal, .expired, .refused, .cancelled:
            "\(file.base)?done=no_changed"
        }
    }
}
