import ConnectionQuality
import Timekeeping
import Verification
import Workflow

/// How a demo interview goes.
struct DemoCall: Sendable {
    var line = DemoLine.good
    var minutes = 16
    var secondsPerItem = 48
    /// How the questions on a skill are rated; others are rated well.
    var ratings: [String: Rating] = [:]
    /// Checks by their id, facts by their kind.
    var mismatches: Set<String> = []
    var unclear: Set<String> = []
    /// What the interviewer wrote down where something did not fit.
    var mismatchNote = "What was said in the call differs from the profile."
    var recommendation = Recommendation.yes
    var summary = "Invented for the demo: a calm conversation; all checks were made as their anchors say."
    /// Suspicions and the like, with the minute of the call.
    var findings: [(code: ReasonCode, text: String, minute: Int)] = []
    /// No more of the scorecard than a result needs: for cases that are not there to have it read.
    var isBrief = false

    static let good = DemoCall()

    static let brief = DemoCall(
        line: DemoLine(step: 15), minutes: 14, secondsPerItem: 60, summary: "Invented for the demo.", isBrief: true)

    /// The same, measured as coarsely and recorded as briefly as a result allows.
    var inBrief: DemoCall {
        var call = self
        call.isBrief = true
        call.line.step = 15
        return call
    }
}

/// Meeting, recording and submitting, as both sides of a demo interview do it.
extension CaseStory {
    /// The whole of an interview, from the booked time to the submitted scorecard.
    func hold(_ call: DemoCall = .good) async throws {
        try await meet()
        try await record(call)
        try await end(call)
        try await wait(.minutes(6))
        try await submit(call)
    }

    /// An interview whose call breaks down for good before anything was recorded.
    func bookAndLose(from wanted: Instant, on line: DemoLine) async throws {
        try await book(from: wanted)
        try await meet()
        try await wait(.minutes(4))
        let (id, _, holder) = try await booked()
        let call = DemoCall(
            line: line, recommendation: .noDecision, summary: "Invented for the demo: the call broke down for good.")
        try await measure(call)
        _ = try await bench.end(id, lineFailed: true, by: holder)
        try await submit(call)
    }

    func bookAndHold(from wanted: Instant, _ call: DemoCall = .good) async throws {
        try await book(from: wanted)
        try await hold(call)
    }

    func booked() async throws -> (id: InterviewID, attempt: Attempt, holder: Principal) {
        guard let interview, let attempt = try await current().attempt(interview) else {
            throw Failure("\(reference) has no interview.")
        }
        return (interview, attempt, try world.colleague(attempt.interviewer).principal)
    }

    /// Both join and the interview begins.
    func meet() async throws {
        let (id, attempt, holder) = try await booked()
        try await wait(until: attempt.startsAt - .minutes(3))
        _ = try await bench.join(id, by: candidate)
        try await wait(until: attempt.startsAt - .minutes(1))
        _ = try await bench.join(id, by: holder)
        try await wait(until: attempt.startsAt)
        _ = try await bench.start(id, by: holder)
    }

    /// Works through the scorecard from its top; `limit` leaves the rest open.
    func record(_ call: DemoCall, limit: Int = .max) async throws {
        let (id, attempt, holder) = try await booked()
        let items = Self.worked(attempt.scorecard.items, call).prefix(limit)
        for (index, item) in items.enumerated() {
            try await wait(.seconds(call.secondsPerItem))
            let answer = answer(to: item, index, call)
            let isAsked = answer != .rating(.notAsked)
            let record = Decision.Record(
                answer: answer, note: note(on: item, index, answer, call),
                askedAt: isAsked ? now - .seconds(call.secondsPerItem - 6) : nil, answeredAt: isAsked ? now : nil)
            _ = try await bench.recordItem(id, item: item.id, record, by: holder) { _ in true }
        }
    }

    /// Sends what both browsers measured so far.
    func measure(_ call: DemoCall) async throws {
        let (id, attempt, holder) = try await booked()
        guard let startedAt = attempt.startedAt else { return }
        let rows = call.line.samples(
            from: startedAt, seconds: Int((now - startedAt).wholeSeconds), seed: UInt64(number * 64 + 7))
        _ = try await bench.addSamples(id, rows[.interviewer] ?? [], by: holder)
        _ = try await bench.addSamples(id, rows[.candidate] ?? [], by: candidate)
    }

    func end(_ call: DemoCall) async throws {
        let (id, attempt, holder) = try await booked()
        guard let startedAt = attempt.startedAt else { return }
        try await wait(until: max(now, startedAt + .minutes(call.minutes)))
        try await measure(call)
        _ = try await bench.end(id, lineFailed: false, by: holder)
        guard !call.isBrief else { return }
        let isGood = call.line.stretches.isEmpty
        _ = try await bench.rateLine(id, rating: isGood ? 5 : 2, by: candidate)
        _ = try await bench.rateLine(id, rating: isGood ? 4 : 2, by: holder)
    }

    func submit(_ call: DemoCall) async throws {
        let (id, attempt, holder) = try await booked()
        guard let startedAt = attempt.startedAt else { return }
        let findings = call.findings.map {
            Decision.Submit.ReportedFinding(code: $0.code, text: $0.text, at: startedAt + .minutes($0.minute))
        }
        _ = try await bench.submitScorecard(
            id, Decision.Submit(recommendation: call.recommendation, summary: call.summary, findings: findings),
            by: holder)
    }

    // MARK: What the interviewer writes

    private static func worked(_ items: [ScorecardItem], _ call: DemoCall) -> [ScorecardItem] {
        guard call.isBrief else { return items }
        // Checks and facts come first on a scorecard; with three questions more than 70 % of it is done.
        let checks = items.filter { $0.subject.kind != "question" }
        return checks + items.filter { $0.subject.kind == "question" }.prefix(3)
    }

    private func answer(to item: ScorecardItem, _ index: Int, _ call: DemoCall) -> ItemAnswer {
        switch item.subject {
        case .identity(let check): return .check(result(of: check.id, call))
        case .fact(let fact): return .check(result(of: fact.kind, call))
        case .question(let scoped):
            for skill in scoped.question.skills {
                if let chosen = call.ratings[skill.rawValue] { return .rating(chosen) }
            }
            return .rating(.rated([4, 3, 5, 4][(index + number) % 4]))
        }
    }

    private func result(of check: String, _ call: DemoCall) -> CheckResult {
        call.mismatches.contains(check) ? .mismatch : call.unclear.contains(check) ? .notChecked : .match
    }

    private func note(on item: ScorecardItem, _ index: Int, _ answer: ItemAnswer, _ call: DemoCall) -> String? {
        switch answer {
        case .check(.mismatch): call.mismatchNote
        case .check(.notChecked): "The picture was not clear enough to see this."
        case .check(.match): nil
        case .rating(.rated(let points)) where points <= 2: "Stayed with the first anchor, also after the probe."
        case .rating(.rated):
            call.isBrief ? nil : [nil, "Told it from a project of their own.", nil, "Needed one probe."][index % 4]
        case .rating: "There was no time left for it."
        }
    }
}
