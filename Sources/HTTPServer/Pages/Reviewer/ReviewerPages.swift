import HTTPTypes
import Timekeeping
import Verification
import Workflow

/// The second person's desk: the queue, the whole case on one page, the decision, the second look, the conversation.
struct ReviewerPages: Sendable {
    let pages: PageKit
    let reports = LineReports()
    let figures = ReviewFigures()

    var bench: Workbench { pages.bench }

    func register(on routes: RouteRegistrar) {
        pages.on(PageTable.reviewQueue, of: routes) { try await queue($0) }
        pages.on(PageTable.reviewStatistics, of: routes) { try await statistics($0) }
        onOwn(PageTable.reviewCase, of: routes) { try await showCase($0, id: $1) }
        onOwn(PageTable.reviewCheck, of: routes) { try await check($0, id: $1) }
        onOwn(PageTable.reviewDecide, of: routes) { try await decide($0, id: $1) }
        onOwn(PageTable.reviewDone, of: routes) { try await showDone($0, id: $1) }
        onOwn(PageTable.reviewSecondLook, of: routes) { try await showSecondLook($0, id: $1) }
        onOwn(PageTable.reviewBookSecondLook, of: routes) { try await bookSecondLook($0, id: $1) }
        onOwn(PageTable.reviewMessages, of: routes) { try await showMessages($0, id: $1) }
        onOwn(PageTable.reviewPostMessage, of: routes) { try await postMessage($0, id: $1) }
    }

    /// A page of one review. Whoever it is not assigned to is told so in words instead of a bare 404.
    private func onOwn(
        _ route: Route, of routes: RouteRegistrar,
        _ handler: @escaping @Sendable (PageRequest, ReviewID) async throws -> PageReply
    ) {
        pages.on(route, of: routes) { request in
            let id: ReviewID = try request.id()
            do {
                return try await handler(request, id)
            } catch WorkflowFailure.notFound {
                return try await refused(request, id: id)
            }
        }
    }

    private func refused(_ request: PageRequest, id: ReviewID) async throws -> PageReply {
        let words = request.words
        let zone = try await bench.zone(of: try request.staff())
        let refusal = try await bench.refusal(of: id, to: request.principal)
        let heading: String
        let why: String
        var status = HTTPResponse.Status.notFound
        switch refusal {
        case .notYours:
            heading = words["reviewer_refused_not_yours_heading"]
            why = words["reviewer_refused_not_yours_detail"]
        case .tookPart(let part):
            heading = words["reviewer_refused_conflict_heading"]
            why = words.part(part, zone: zone)
            status = .forbidden
        }
        return .page(
            Page(
                "reviewer/refused", title: heading,
                ["heading": .text(heading), "why": .text(why), "is_conflict": .flag(status == .forbidden)],
                status: status))
    }
}

extension Words {
    /// How somebody took part in a case, as the reason why somebody else decides it.
    func part(_ part: PartTaken, zone: String) -> String {
        switch part {
        case .heldInterview(_, let at): self("reviewer_part_interviewer", ["when": moment(at, zone: zone)])
        case .decided(_, let at): self("reviewer_part_decided", ["when": moment(at, zone: zone)])
        }
    }

    /// The word that depends on data, such as a status; the data's own word where no catalogue knows it.
    func of(_ prefix: String, _ value: String) -> String { find("\(prefix)_\(value)") ?? value }
}
