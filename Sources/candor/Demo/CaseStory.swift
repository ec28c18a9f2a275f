import Timekeeping
import Verification
import Workflow

/// One invented person's case while it is lived, step by step, through the same use cases as in life.
final class CaseStory {
    let world: DemoWorld
    let number: Int
    let reference: String
    private let displayName: String
    private(set) var session = SessionID(unchecked: "")
    private(set) var link: String?
    private(set) var code: String?
    /// The latest interview of this case that was booked.
    var interview: InterviewID?
    /// Who holds that interview, by e-mail.
    var holder: String?
    /// The review that waits for its second person, and who that is.
    private(set) var review: ReviewID?
    private(set) var reviewer: String?

    init(_ world: DemoWorld, number: Int, reference: String, displayName: String) {
        self.world = world
        self.number = number
        self.reference = reference
        self.displayName = displayName
    }

    var bench: Workbench { world.bench }
    var now: Instant { bench.now }
    var candidate: Principal { .candidate(session) }

    // MARK: Time

    /// Goes on at that time; what was to be told to anybody is delivered before.
    func wait(until instant: Instant) async throws {
        if instant - now > .minutes(2) { try await world.post.deliver(from: bench) }
        try await world.timetable.reach(min(instant, world.now), order: number)
    }

    func wait(_ span: TimeSpan) async throws { try await wait(until: now + span) }

    /// Goes on a moment after a deadline and lets it take effect.
    func letPass(_ deadline: Instant?) async throws {
        guard let deadline else { throw Failure("\(reference) has no deadline to pass.") }
        try await wait(until: deadline + .seconds(5))
        _ = try await bench.current(session)
    }

    /// The case as it is at this moment of the story.
    func current() async throws -> VerificationSession { try await bench.current(session) }

    // MARK: The person

    func open(_ profile: DemoProfile, at instant: Instant) async throws {
        try await wait(until: instant)
        let request = OpenSessionRequest(
            reference: reference, displayName: displayName, email: "\(reference)@candidates.invalid",
            timeZone: profile.timeZone, languages: profile.languages, declaredStack: profile.stack,
            facts: (profile.country.map { [("country", $0)] } ?? []) + [("city", profile.city)],
            triggerKind: "platform_policy",
            triggerPolicy: profile.policy, explanation: profile.explanation, deliversLink: false)
        let opened = try await bench.openSession(request, for: world.platform.id)
        session = opened.session.id
        link = bench.candidateLink(opened.entry)
        code = opened.entry.code
    }

    /// Which session the case's list names, and how to enter it.
    var place: (session: SessionID, link: String?, code: String?) {
        get { (session, link, code) }
        set { (session, link, code) = newValue }
    }

    /// The link and the code are dead with the case.
    func forgetLink() {
        link = nil
        code = nil
    }

    func confirm(strike: [String] = [], mode: InterviewMode = .video) async throws {
        try await wait(.minutes(7 + number % 11))
        _ = try await bench.confirmProfile(session, strike: strike, mode: mode, by: candidate)
    }

    /// Books the first free time from then on, a few minutes after having looked at it.
    func book(from wanted: Instant) async throws {
        try await wait(.minutes(3))
        let offers = try await bench.freeTimes(session, from: wanted, to: wanted + .days(4), for: candidate).offers
        guard let offer = offers.first else { throw Failure("\(reference) finds no free time from \(wanted.rfc3339).") }
        let booked = try await bench.book(session, startsAt: offer.startsAt, by: candidate)
        interview = booked.interview
        holder = try booked.session.attempt(booked.interview).map { try world.colleague($0.interviewer).email }
    }

    func answer(_ text: String?, corrections: [(kind: String, value: String)] = []) async throws {
        _ = try await bench.answerProposal(session, text: text, corrections: corrections, by: candidate)
    }

    func appeal(
        against target: AppealTarget, on ground: AppealGround, _ statement: String
    ) async throws {
        _ = try await bench.fileAppeal(
            session, against: target, ground: ground, statement: statement, newFacts: nil, by: candidate)
    }

    func write(_ text: String) async throws {
        _ = try await bench.postMessage(session, text: text, by: candidate)
    }

    /// What the platform says that it has done about the result.
    func acknowledge(_ state: String, account: String, reason: String? = nil) async throws {
        guard let outcome = try await current().outcomeInForce else { throw Failure("\(reference) has no outcome.") }
        _ = try await bench.acknowledge(
            outcome.id, state: state, accountState: account, reason: reason, by: world.platform.principal)
    }

    // MARK: The second person

    /// The open review of a kind and whoever it was assigned to; the case's list names it.
    func openReview(_ kind: Review.Kind) async throws -> (id: ReviewID, reviewer: Principal) {
        let open = try await current().openReviews.first { $0.kind == kind }
        guard let open, let assignee = open.assignee else {
            throw Failure("\(reference) has no open \(kind.rawValue).")
        }
        let colleague = try world.colleague(assignee)
        review = open.id
        reviewer = colleague.email
        return (open.id, colleague.principal)
    }

    func decide(
        _ kind: Review.Kind, _ choice: Review.Choice, _ reasons: String, effect: Appeal.Effect? = nil
    ) async throws {
        let open = try await openReview(kind)
        _ = try await bench.decideReview(
            open.id, choice: choice, reasons: reasons, effect: effect, by: open.reviewer)
        review = nil
        reviewer = nil
        // A statement of reasons goes out before anything adverse takes effect.
        try await world.post.deliver(from: bench)
    }

    func reviewerWrites(_ kind: Review.Kind, _ text: String) async throws {
        _ = try await bench.postMessage(session, text: text, by: try await openReview(kind).reviewer)
    }

    func outcomeInForce() async throws -> OutcomeID {
        guard let outcome = try await current().outcomeInForce else { throw Failure("\(reference) has no outcome.") }
        return outcome.id
    }
}
