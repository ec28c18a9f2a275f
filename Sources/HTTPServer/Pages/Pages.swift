/// Every page that people use, each with its row of ``PageTable``.
public struct Pages: Sendable {
    private let kit: PageKit

    public init(_ kit: PageKit) {
        self.kit = kit
    }

    public func register(on routes: RouteRegistrar) {
        kit.register(on: routes)
        SignInPages(pages: kit).register(on: routes)
        CandidateBeforePages(pages: kit).register(on: routes)
        CandidateAfterPages(pages: kit).register(on: routes)
        InterviewerPages(pages: kit).register(on: routes)
        ReviewerPages(pages: kit).register(on: routes)
        OperatorPages(pages: kit).register(on: routes)
        StyleguidePages(pages: kit).register(on: routes)
    }
}
