import Verification
import Workflow

/// Registers everything that a candidate can see and do after an interview.
struct CandidateAfterPages: Sendable {
    let pages: PageKit

    func register(on routes: RouteRegistrar) {
        let reports = LineReports()
        TimelinePages(pages: pages).register(on: routes)
        HearingPages(pages: pages).register(on: routes)
        ResultPages(pages: pages, reports: reports).register(on: routes)
        AttemptLinePages(pages: pages, reports: reports).register(on: routes)
        AppealPages(pages: pages).register(on: routes)
        LateObjectionPages(pages: pages).register(on: routes)
        ConversationPages(pages: pages).register(on: routes)
        OwnCopyPages(pages: pages, reports: reports).register(on: routes)
    }
}
