import ConnectionQuality
import Timekeeping

@testable import Verification

/// What one random command did.
struct RandomStep: Sendable {
    var seed: UInt64
    var index: Int
    var command: String
    var now: Instant
    var before: VerificationSession
    var after: VerificationSession
    var events: [SessionEvent]
    var refusal: Rejection?

    /// Names the history and the step, so that a failure can be played again.
    var name: String { "seed \(seed), step \(index), \(command) at \(now.rfc3339)" }
}

/// A whole random life of a session.
struct RandomHistory: Sendable {
    var seed: UInt64
    var steps: [RandomStep]
    var events: [SessionEvent]
    var session: VerificationSession
    var policy: Policy
}

/// Three hundred and more histories in which anybody does anything at any time, on any line; played once, looked at by every law.
enum RandomHistories {
    static let all: [RandomHistory] = (1...320).map { play(seed: UInt64($0)) }
    static var steps: some Sequence<RandomStep> { all.lazy.flatMap(\.steps) }

    static func play(seed: UInt64, length: Int = 70) -> RandomHistory {
        var dice = SeededGenerator(seed: seed &* 0x9E37_79B9)
        var policy = Fixtures.policy
        policy.audit.positivePercent = dice.number(below: 2) * 50
        var story = Case(
            skills: pick([["go", "docker"], ["go"], ["docker", "php", "go"], ["cobol", "go"], ["linux"]], &dice),
            facts: pick([["country", "city"], ["city"], []], &dice), seed: seed, policy: policy)
        if dice.number(below: 4) == 0 { story.reviewers = Array(story.reviewers.prefix(dice.number(below: 4))) }
        if dice.number(below: 6) == 0 { story.history.candidateTechnicalAborts = dice.number(below: 6) }
        story.issues = dice.number(below: 8) != 0
        var steps: [RandomStep] = []
        for index in 0..<length {
            let before = story.session
            let seen = story.events.count
            // Mostly minutes pass, sometimes days.
            story.now = story.now + .minutes(pick([0, 0, 0, 1, 5, 30, 60, 600, 1500, 4400, 9000], &dice))
            var refusal: Rejection?
            var command = "?"
            do {
                command = try act(on: &story, &dice)
            } catch let rejection as Rejection {
                refusal = rejection
            } catch {
                command = "unexpected error \(error)"
            }
            steps.append(
                RandomStep(
                    seed: seed, index: index, command: command, now: story.now, before: before, after: story.session,
                    events: Array(story.events.dropFirst(seen)), refusal: refusal))
        }
        return RandomHistory(
            seed: seed, steps: steps, events: story.events, session: story.session, policy: policy)
    }

    static func pick<Value>(_ values: [Value], _ dice: inout SeededGenerator) -> Value {
        values[dice.number(below: values.count)]
    }

    private static func line(_ dice: inout SeededGenerator) -> Line {
        let fault = pick(FaultParty.allCases, &dice)
        switch dice.number(below: 8) {
        case 0: return .technicalFailure(fault)
        case 1: return .unusable(fault)
        case 2: return .poor(fault)
        case 3: return .disputed
        case 4: return Line(gaps: [300...320])
        case 5: return Line(video: { _ in .poor })
        default: return .good
        }
    }

    private static func answers(_ dice: inout SeededGenerator) -> Case.Answers {
        let rating = 1 + dice.number(below: 5)
        let strange: CheckResult = dice.number(below: 2) == 0 ? .mismatch : .notChecked
        switch dice.number(below: 6) {
        case 0: return Case.answers(rating: rating, facts: ["city": .mismatch])
        case 1: return Case.answers(rating: rating, facts: ["country": .mismatch])
        case 2: return Case.answers(rating: rating, checks: ["face": strange])
        case 3: return { item in item.subject.kind == "question" ? nil : .check(.match) }
        default: return Case.answers(rating: rating)
        }
    }

    /// One command: mostly one that fits the state, sometimes any.
    private static func act(on story: inout Case, _ dice: inout SeededGenerator) throws -> String {
        let anything = dice.number(below: 4) == 0
        let session = story.session
        if !anything {
            switch session.phase {
            case .opened:
                try story.confirm(strike: dice.number(below: 4) == 0 ? ["go"] : [])
                return "confirm"
            case .readyToBook where dice.number(below: 3) > 0:
                // The rest of an interview in one go, so that histories get far.
                let line = line(&dice)
                let answers = answers(&dice)
                let findings = dice.number(below: 5) == 0 ? [pick(Finding.reportable, &dice)] : []
                try story.interview(
                    line: line, answers: answers, recommendation: pick(Recommendation.allCases, &dice),
                    findings: findings, minutes: pick([3, 15, 20], &dice))
                return "interview"
            case .booked(let id):
                try story.start(id)
                return "start"
            case .inProgress(let id):
                if dice.number(below: 2) == 0 {
                    try story.perform { try $0.join(id, side: .candidate) }
                    try story.perform { try $0.recordLineTest(id, side: .candidate, result: .green) }
                    try story.record(id, answers(&dice))
                }
                try story.end(id, minutes: 5)
                return "end"
            case .deliberating(.scorecard(let id, _)):
                try story.submit(id, pick(Recommendation.allCases, &dice))
                return "submit"
            case .readyToBook, .deliberating, .concluded, .inAppeal, .expired, .refused, .cancelled: break
            }
        }
        switch dice.number(below: 19) {
        case 0:
            try story.settle()
            return "settle"
        case 1:
            try story.book(dice.number(below: 3) == 0 ? "st_interviewer1" : nil, line: line(&dice))
            return "book"
        case 2...5:
            guard !session.openReviews.isEmpty else { return "no review" }
            let review = pick(session.openReviews, &dice)
            if review.kind == .proposal, review.assignee != nil, dice.number(below: 2) == 0 {
                try story.holdSecondLook(of: review)
            }
            let staff = dice.number(below: 8) == 0 ? StaffID(unchecked: "st_interviewer1") : review.assignee
            let effect: Appeal.Effect? = pick([nil, nil, .reversal, .reverification, .recordOnly], &dice)
            let choice =
                dice.number(below: 8) == 0
                ? pick(Review.Choice.allCases, &dice) : pick(Review.choices(for: review.kind), &dice)
            try story.decide(review, choice, effect: effect, by: staff ?? StaffID(unchecked: "st_nobody"))
            return "decide \(review.kind) \(choice)"
        case 6, 7:
            try story.hear(corrections: pick([[], ["city"], ["city", "country"], ["shoe_size"]], &dice))
            return "hear"
        case 8, 9, 10:
            var targets: [AppealTarget] = session.attempts.map { .attempt($0.interview) }
            targets += session.outcomes.map { .outcome($0.id) }
            targets += session.profile.declaredStack.compactMap(\.skill).map { .skill($0) }
            try story.appeal(
                pick(targets, &dice), pick(AppealGround.allCases, &dice),
                newFacts: dice.number(below: 2) == 0 ? "new facts" : nil)
            return "appeal"
        case 11:
            try story.sendStatements()
            return "send"
        case 12:
            try story.issue()
            return "issue"
        case 13:
            try story.perform { try $0.reopen() }
            return "reopen"
        case 14:
            if dice.number(below: 4) == 0 {
                try story.perform { try $0.cancelSession() }
                return "cancel session"
            }
            try story.perform { try $0.declineToTakePart() }
            return "decline"
        case 15:
            guard let attempt = session.attempts.last else { return "nothing to cancel" }
            try story.perform { try $0.cancelBooking(attempt.interview) }
            return "cancel booking"
        case 16:
            guard let attempt = session.attempts.last else { return "nothing to object to" }
            let at = (attempt.startedAt ?? story.now) + .seconds(dice.number(below: 700))
            _ = try story.perform { try $0.object(to: nil, askedAt: at, in: attempt.interview) }
            return "object"
        case 17:
            guard let attempt = session.attempts.last else { return "nothing to add to" }
            let question = pick(story.kits.flatMap(\.questions), &dice)
            _ = try story.perform { try $0.addQuestion(question.id, to: attempt.interview) }
            return "add \(question.id)"
        default:
            guard let attempt = session.attempts.last else { return "nothing to join" }
            try story.perform { try $0.join(attempt.interview, side: .candidate) }
            try story.perform { try $0.recordLineTest(attempt.interview, side: .candidate, result: .green) }
            return "join"
        }
    }
}
