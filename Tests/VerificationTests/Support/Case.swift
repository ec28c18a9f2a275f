import ConnectionQuality
import Testing
import Timekeeping

@testable import Verification

/// A case as a test tells it: each verb settles what is due, decides, folds, and issues what may be signed, as the server does.
struct Case {
    private(set) var session: VerificationSession
    private(set) var events: [SessionEvent]
    private(set) var texts: [Decision.NewText] = []
    var now: Instant
    var policy: Policy
    var kits = Fixtures.kits
    var history = PersonHistory()
    var reviewers = Fixtures.reviewers
    /// Whether determinations are signed as soon as they may be.
    var issues = true
    /// What each call measured; a call without an entry was good.
    var lines: [InterviewID: Line] = [:]
    private var step: UInt64
    private var count = 0

    init(
        skills: [String] = ["go", "docker"], primary: Set<String> = [], facts: [String] = ["country", "city"],
        seed: UInt64 = 1, policy: Policy = Fixtures.policy, at now: Instant = Fixtures.monday
    ) {
        step = seed &* 1_000_003
        self.now = now
        self.policy = policy
        let (session, events) = Decision.open(
            .init(
                id: SessionID(unchecked: "vs_case"), platform: PlatformID(unchecked: "pl_bank"),
                person: PersonID(unchecked: "pn_gopher"), subject: "gopher",
                trigger: Trigger(kind: "onboarding", policy: "1", explanation: PersonalTextID(unchecked: "tx_why")),
                policyVersion: "1",
                profile: ProfileSnapshot(
                    reference: PersonalTextID(unchecked: "tx_ref"), displayName: PersonalTextID(unchecked: "tx_name"),
                    email: PersonalTextID(unchecked: "tx_mail"), timeZone: "Europe/Berlin", languages: ["en"],
                    declaredStack: skills.map {
                        DeclaredSkill(
                            name: $0, skill: Fixtures.taxonomy.resolve($0), level: .senior,
                            primary: primary.contains($0))
                    },
                    facts: facts.map { ProfileFact(kind: $0, value: PersonalTextID(unchecked: "tx_\($0)")) }),
                confirmBy: now + .days(policy.deadlines.confirmDays), at: now))
        self.session = session
        self.events = events
    }

    /// Settles, does what is asked, and issues. A refused command leaves what the clock did.
    @discardableResult
    mutating func perform<Value>(_ body: (inout Decision) throws -> Value) throws -> Value {
        step &+= 1
        var decision = Decision(
            session,
            context: Fixtures.context(
                seed: step, policy: policy, kits: kits, history: history, reviewers: reviewers), at: now)
        let reports = reports
        try decision.settle { reports($0) }
        let settled = decision
        let value: Value
        do {
            value = try body(&decision)
        } catch {
            take(settled)
            if issues { try issue() }
            throw error
        }
        take(decision)
        if issues { try issue() }
        return value
    }

    private mutating func take(_ decision: Decision) {
        session = decision.session
        events += decision.events
        texts += decision.texts
    }

    /// Signs what is determined.
    mutating func issue() throws {
        guard let determination = session.unsigned else { return }
        step &+= 1
        count += 1
        var decision = Decision(
            session, context: Fixtures.context(seed: step, policy: policy, kits: kits, history: history), at: now)
        try decision.markIssued(
            Outcome(
                id: OutcomeID(unchecked: "oc_\(count)"), determination: determination,
                supersedes: session.outcomeInForce?.id, issuedAt: now, expiresAt: now.addingMonths(3), status: .valid))
        take(decision)
    }

    var reports: (InterviewID) -> CallReport? {
        { [session, lines] id in
            guard let attempt = session.attempt(id) else { return nil }
            return (lines[id] ?? .good).report(from: attempt.startedAt ?? attempt.startsAt)
        }
    }

    mutating func settle() throws { try perform { _ in } }
    mutating func settle(after span: TimeSpan) throws {
        now = now + span
        try settle()
    }

    // MARK: Verbs

    mutating func confirm(strike: [String] = [], mode: InterviewMode = .video) throws {
        try perform { try $0.confirmProfile(strike: strike, mode: mode) }
    }

    @discardableResult
    mutating func book(_ interviewer: String? = nil, line: Line = .good, inMinutes: Int = 60) throws -> InterviewID {
        count += 1
        let id = InterviewID(unchecked: "iv_\(count)")
        let starts = now + .minutes(inMinutes)
        let meeting = Decision.Meeting(
            interview: id, booking: BookingID(unchecked: "bk_\(count)"),
            interviewer: StaffID(unchecked: interviewer ?? "st_interviewer\(count)"), startsAt: starts,
            endsAt: starts + .minutes(policy.interview.lengthMinutes))
        lines[id] = line
        try perform { try $0.book(meeting) }
        return id
    }

    /// Both join on time and the interviewer starts.
    mutating func start(_ id: InterviewID) throws {
        let attempt = try #require(session.attempt(id))
        now = max(now, attempt.startsAt)
        try perform { try $0.join(id, side: .interviewer) }
        try perform { try $0.join(id, side: .candidate) }
        try perform { try $0.start(id) }
    }

    /// What a scorecard says: `nil` leaves the item open.
    typealias Answers = (ScorecardItem) -> ItemAnswer?

    /// Every check matches, every question is answered well, unless told otherwise.
    static func answers(
        rating: Int = 4, ratings: [String: Int] = [:], facts: [String: CheckResult] = [:],
        checks: [String: CheckResult] = [:]
    ) -> Answers {
        { item in
            switch item.subject {
            case .identity(let check): .check(checks[check.id] ?? .match)
            case .fact(let fact): .check(facts[fact.kind] ?? .match)
            case .question(let scoped):
                .rating(.rated(scoped.confirmedSkill.flatMap { ratings[$0.rawValue] } ?? rating))
            }
        }
    }

    /// Records every item, forty seconds each, the answers' ends marked as they are heard.
    mutating func record(_ id: InterviewID, _ answers: Answers = answers(), secondsEach: Int = 30) throws {
        for item in try #require(session.attempt(id)).scorecard.items {
            guard let answer = answers(item), session.attempt(id)?.scorecard[item.id]?.isVoid == false else { continue }
            let asked = now + .seconds(1)
            now = now + .seconds(secondsEach + 1)
            let answered = now
            try perform {
                try $0.recordItem(
                    item.id, of: id, .init(answer: answer, note: nil, askedAt: asked, answeredAt: answered))
            }
        }
    }

    mutating func end(_ id: InterviewID, minutes: Int = 20) throws {
        let started = try #require(session.attempt(id)?.startedAt)
        now = max(now, started + .minutes(minutes))
        let report = try #require(reports(id))
        try perform { try $0.endCall(id, by: .clock, report: report, lineFailed: false) }
    }

    mutating func submit(
        _ id: InterviewID, _ recommendation: Recommendation = .yes, findings: [ReasonCode] = []
    ) throws {
        let report = try #require(reports(id))
        let at = now
        try perform {
            try $0.submitScorecard(
                id,
                .init(
                    recommendation: recommendation, summary: "a summary",
                    findings: findings.map { .init(code: $0, text: "seen", at: at) }), report: report)
        }
    }

    /// A whole interview, from booking to submission.
    @discardableResult
    mutating func interview(
        _ interviewer: String? = nil, line: Line = .good, answers: Answers = answers(),
        recommendation: Recommendation = .yes, findings: [ReasonCode] = [], minutes: Int = 20
    ) throws -> InterviewID {
        let id = try book(interviewer, line: line)
        try start(id)
        try record(id, answers)
        try end(id, minutes: minutes)
        try submit(id, recommendation, findings: findings)
        return id
    }

    mutating func decide(
        _ review: Review, _ choice: Review.Choice, effect: Appeal.Effect? = nil, by staff: StaffID? = nil
    ) throws {
        let report = reports(review.interview)
        let assignee = try #require(staff ?? review.assignee)
        try perform {
            try $0.decideReview(
                review.id, by: assignee, choice: choice, reasons: "because", effect: effect, report: report)
        }
    }

    mutating func hear(_ text: String? = "That is not so.", corrections: [String] = []) throws {
        let report = session.openProposals.first.flatMap { reports($0.interview) }
        try perform {
            try $0.hear(text: text, corrections: corrections.map { (kind: $0, value: "corrected") }, report: report)
        }
    }

    mutating func sendStatements() throws {
        for statement in session.statements where statement.sent == nil {
            try perform { try $0.markStatementSent(statement.id, way: .handedToMail) }
        }
    }

    /// The open review of a kind.
    func review(_ kind: Review.Kind) throws -> Review {
        try #require(session.openReviews.first { $0.kind == kind })
    }

    /// Confirms the open proposal after its hearing and sends the statement.
    mutating func confirmProposal() throws {
        try hear()
        try decide(try review(.proposal), .confirm)
        try sendStatements()
    }

    @discardableResult
    mutating func appeal(
        _ target: AppealTarget, _ ground: AppealGround = .connectionQuality, newFacts: String? = nil
    ) throws -> AppealID {
        try perform {
            try $0.fileAppeal(against: target, ground: ground, statement: "please look", newFacts: newFacts)
        }
    }

    /// A second look by the review's own assignee.
    @discardableResult
    mutating func secondLook(of review: Review, by staff: StaffID? = nil) throws -> InterviewID {
        count += 1
        let id = InterviewID(unchecked: "iv_look\(count)")
        let meeting = Decision.Meeting(
            interview: id, booking: BookingID(unchecked: "bk_look\(count)"),
            interviewer: try #require(staff ?? review.assignee), startsAt: now + .minutes(10),
            endsAt: now + .minutes(15))
        try perform { try $0.bookSecondLook(of: review.id, meeting) }
        return id
    }

    mutating func holdSecondLook(of review: Review, isEmpty: Bool = false) throws {
        let id = try secondLook(of: review)
        try start(id)
        if !isEmpty { try record(id, secondsEach: 20) }
        try end(id, minutes: 5)
        try submit(id)
    }

    static func ready(
        skills: [String] = ["go", "docker"], facts: [String] = ["country", "city"], seed: UInt64 = 1,
        policy: Policy = Fixtures.policy
    ) throws -> Case {
        var story = Case(skills: skills, facts: facts, seed: seed, policy: policy)
        try story.confirm()
        return story
    }

    /// N504 in force: the country was contradicted, heard, confirmed, told.
    static func notVerified(line: Line = .good) throws -> Case {
        var story = try ready()
        try story.interview(line: line, answers: answers(facts: ["country": .mismatch]), recommendation: .no)
        try story.confirmProposal()
        return story
    }

    var lastAttempt: Attempt? { session.attempts.last }
}
