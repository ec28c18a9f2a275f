import ConnectionQuality
import Testing
import Timekeeping

@testable import Verification

/// The decision table of `product.md`, row by row with its neighbours.
@Suite struct DecisionTableRows {
    struct Row: Sendable, CustomTestStringConvertible {
        var name: String
        var expected: Conclusion
        var line = Line.good
        var recommendation = Recommendation.yes
        var findings: [ReasonCode] = []
        var dwell = 20
        var setAside = SetAside()
        var rating: Int = 4
        var facts: [String: CheckResult] = [:]
        var checks: [String: CheckResult] = [:]
        /// Leaves out that many questions.
        var unasked = 0
        var testDescription: String { name }
    }

    static let rows: [Row] = [
        Row(name: "all match", expected: .verified(.verified)),
        Row(name: "all match, recommendation no", expected: .verified(.verified), recommendation: .no),
        Row(name: "every answer rated 1 touches no outcome", expected: .verified(.verified), rating: 1),
        Row(name: "poor call, items above the gate", expected: .verified(.verified), line: .poor(.candidate)),
        // Technical failure comes before everything.
        Row(
            name: "technical failure beats a mismatch",
            expected: .technical(.interviewerConnection, .interviewer), line: .technicalFailure(.interviewer),
            checks: ["face": .mismatch]),
        Row(
            name: "technical failure beats suspicion", expected: .technical(.candidateConnection, .candidate),
            line: .technicalFailure(.candidate), findings: [.promptedByThirdParty]),
        Row(
            name: "platform", expected: .technical(.platformMedia, .platform), line: .technicalFailure(.platform)),
        Row(name: "network", expected: .technical(.networkPath, .network), line: .technicalFailure(.network)),
        Row(
            name: "unknown", expected: .technical(.connectionUnattributed, .unknown), line: .technicalFailure(.unknown)),
        Row(
            name: "coverage lost to the line", expected: .technical(.interviewerConnection, .interviewer),
            line: .unusable(.interviewer), recommendation: .no, rating: 1),
        // Disputed only matters where the recommendation is not yes.
        Row(name: "disputed, yes", expected: .verified(.verified), line: .disputed),
        Row(name: "disputed, no", expected: .disputed, line: .disputed, recommendation: .no),
        Row(
            name: "disputed, no decision", expected: .disputed, line: .disputed, recommendation: .noDecision),
        Row(
            name: "disputed, looked at", expected: .verified(.verified), line: .disputed, recommendation: .no,
            setAside: SetAside(disputedLine: true)),
        Row(
            name: "disputed, no, suspicion", expected: .disputed, line: .disputed, recommendation: .no,
            findings: [.personMismatch]),
        // Suspicion needs neither dwell nor coverage.
        Row(
            name: "N501 reported", expected: .proposal(.personMismatch), findings: [.personMismatch], dwell: 1),
        Row(
            name: "N502 reported", expected: .proposal(.promptedByThirdParty), findings: [.promptedByThirdParty],
            dwell: 1, unasked: 6),
        Row(name: "N505 reported", expected: .proposal(.manipulatedMedia), findings: [.manipulatedMedia]),
        Row(
            name: "N502 not confirmed", expected: .verified(.verified), findings: [.promptedByThirdParty],
            setAside: SetAside(suspicions: [.promptedByThirdParty])),
        Row(
            name: "one of two suspicions not confirmed", expected: .proposal(.manipulatedMedia),
            findings: [.promptedByThirdParty, .manipulatedMedia],
            setAside: SetAside(suspicions: [.promptedByThirdParty])),
        Row(
            name: "E305 needs no dwell", expected: .engagement(.notAlone), findings: [.notAlone], dwell: 1, unasked: 6),
        Row(
            name: "suspicion beats engagement", expected: .proposal(.manipulatedMedia),
            findings: [.notAlone, .manipulatedMedia]),
        Row(name: "conflict of interest", expected: .void(.conflictOfInterest), findings: [.conflictOfInterest]),
        // Dwell and coverage, for yes as for no.
        Row(name: "dwell 11 min", expected: .void(.belowMinimumDwell), dwell: 11),
        Row(name: "dwell 12 min", expected: .verified(.verified), dwell: 12),
        Row(
            name: "dwell too small beats a mismatch", expected: .void(.belowMinimumDwell), dwell: 11,
            checks: ["face": .mismatch]),
        Row(name: "coverage too small", expected: .void(.scorecardIncomplete), unasked: 5),
        Row(
            name: "coverage too small beats a mismatch", expected: .void(.scorecardIncomplete),
            facts: ["city": .mismatch], unasked: 5),
        Row(name: "coverage enough with four unasked", expected: .verified(.verified), unasked: 4),
        // Identity before facts.
        Row(
            name: "identity mismatch", expected: .proposal(.personMismatch), facts: ["city": .mismatch],
            checks: ["face": .mismatch]),
        Row(
            name: "identity mismatch not confirmed, fact remains", expected: .proposal(.profileFactContradicted),
            setAside: SetAside(identityMismatch: true), facts: ["city": .mismatch], checks: ["face": .mismatch]),
        Row(
            name: "a check that is not mandatory", expected: .verified(.verified), checks: ["surroundings": .mismatch]),
        Row(
            name: "fact mismatch", expected: .proposal(.profileFactContradicted), facts: ["country": .mismatch]),
        Row(
            name: "fact mismatch lapsed", expected: .verified(.verified), setAside: SetAside(factMismatch: true),
            facts: ["country": .mismatch]),
        Row(
            name: "fact corrected", expected: .verified(.verifiedWithCorrection),
            setAside: SetAside(factMismatch: true, corrected: true), facts: ["city": .mismatch]),
        Row(
            name: "mandatory check not checked", expected: .inconclusive(.evidenceUnclear),
            checks: ["document_expiry": .notChecked]),
        Row(
            name: "fact mismatch beats not checked", expected: .proposal(.profileFactContradicted),
            facts: ["city": .mismatch], checks: ["face": .notChecked]),
        Row(name: "a fact not asked", expected: .verified(.verified), facts: ["city": .notChecked]),
        // The video gate: identity counts neither way.
        Row(
            name: "identity below the video gate, mismatch",
            expected: .technical(.candidateConnection, .candidate),
            line: Line(verdict: .poor, fault: .candidate, video: { $0 < 400 ? .poor : .good }),
            checks: ["face": .mismatch]),
        // A gap asks for a same-person check, which these cards do not have.
        Row(
            name: "gap without a check", expected: .technical(.networkPath, .network),
            line: Line(fault: .network, gaps: [100...115])),
    ]

    @Test(arguments: rows) func theFirstRowThatAppliesConcludes(_ row: Row) throws {
        #expect(DecisionTable.conclude(try Self.file(row)).conclusion == row.expected)
    }

    static func file(_ row: Row) throws -> CaseFile {
        var story = try Case.ready()
        let id = try story.book(line: row.line)
        try story.start(id)
        let answers = Case.answers(rating: row.rating, facts: row.facts, checks: row.checks)
        var left = row.unasked
        try story.record(id) { item in
            if item.subject.kind == "question", left > 0 {
                left -= 1
                return .rating(.notAsked)
            }
            return answers(item)
        }
        let attempt = try #require(story.session.attempt(id))
        let report = try #require(story.reports(id))
        return CaseFile(
            items: assess(attempt.scorecard, report: report, mode: .video, thresholds: .standard),
            call: CallRecord(report: report, endedByFailure: false), dwell: .minutes(row.dwell),
            recommendation: row.recommendation, findings: row.findings, setAside: row.setAside, policy: story.policy)
    }

    @Test func aMandatoryCheckWithoutAValidSpanCountsAgainstNobody() throws {
        var story = try Case.ready()
        let id = try story.book()
        try story.start(id)
        try story.record(id)
        let face = try #require(
            story.lastAttempt?.scorecard.items.first { item in
                if case .identity(let check) = item.subject { check.id == "face" } else { false }
            })
        let asked = story.now - .seconds(5)
        let now = story.now
        try story.perform {
            try $0.recordItem(
                face.id, of: id, .init(answer: .check(.match), note: nil, askedAt: asked, answeredAt: now))
        }
        try story.end(id)
        try story.submit(id)
        #expect(story.lastAttempt?.reasonCodes == [.scorecardIncomplete])
        #expect(story.session.countedAttempts == 0)
    }

    @Test func aSamePersonCheckAfterTheGapLiftsIt() throws {
        var story = try Case.ready()
        let line = Line(gaps: [30...45])
        let id = try story.book(line: line)
        try story.start(id)
        story.now = story.now + .seconds(60)
        let gaps = try #require(story.reports(id)).gaps
        try story.perform { try $0.appendSamePersonCheck(to: id, after: gaps) }
        try story.perform { try $0.appendSamePersonCheck(to: id, after: gaps) }
        #expect(story.lastAttempt?.scorecard.items.filter(\.isSamePersonCheck).count == 1)
        try story.record(id)
        try story.end(id)
        try story.submit(id)
        #expect(story.session.outcomeInForce?.determination.reason == .verified)
    }
}

/// Skills apart, per confirmed skill.
@Suite struct SkillTableRows {
    struct Row: Sendable, CustomTestStringConvertible {
        var points: [Int]
        var result: SkillResult.Result
        var isLow = false
        var testDescription: String { "\(points) → \(result.rawValue)" }
    }

    static let rows: [Row] = [
        Row(points: [], result: .notAssessed), Row(points: [5], result: .notAssessed),
        Row(points: [1], result: .notAssessed), Row(points: [3, 3], result: .demonstrated),
        Row(points: [2, 4], result: .demonstrated), Row(points: [2, 3], result: .notAssessed, isLow: true),
        Row(points: [1, 5], result: .demonstrated), Row(points: [1, 4], result: .notAssessed, isLow: true),
        Row(points: [1, 3, 5], result: .demonstrated), Row(points: [1, 2, 5], result: .notAssessed, isLow: true),
        Row(points: [2, 2, 3, 5], result: .notAssessed, isLow: true), Row(points: [2, 3, 3, 3], result: .demonstrated),
        Row(points: [5, 5, 5, 5, 5, 5], result: .demonstrated),
    ]

    @Test(arguments: rows) func medianOfAtLeastTwoRatingsAboveTheGate(_ row: Row) throws {
        let stack = [DeclaredSkill(name: "golang", skill: SkillID("go"), level: .senior, primary: true)]
        let scope = Scope(stack: stack, taxonomy: Fixtures.taxonomy)
        let items = try row.points.enumerated().map { index, points in
            let question = Fixtures.question("go-\(index)", kit: "go", skills: ["go"], level: .intermediate)
            let scoped = try #require(scope.admit(question))
            return AssessedItem(
                item: ScorecardItem(
                    id: ItemID(unchecked: "it_\(index)"), subject: .question(scoped),
                    entry: ItemEntry(
                        answer: .rating(.rated(points)), span: nil, note: nil, recordedAt: Fixtures.monday)),
                standing: .above)
        }
        let line = try #require(
            SkillTable.lines(stack: stack, scope: scope, items: items, policy: Fixtures.policy).first)
        #expect(line.result.result == row.result)
        #expect(line.isLow == row.isLow)
        #expect(line.result.level == (row.result == .demonstrated ? .intermediate : nil))
        // The same ratings below the gate say nothing, and never anything low.
        let below = items.map { AssessedItem(item: $0.item, standing: .belowGate("audio")) }
        let silent = try #require(
            SkillTable.lines(stack: stack, scope: scope, items: below, policy: Fixtures.policy).first)
        #expect(silent.result.result == .notAssessed && !silent.isLow)
    }

    @Test func struckSkillsAreWithdrawnAndUnmappedOnesNotAssessed() throws {
        var story = Case(skills: ["go", "docker", "cobol"])
        try story.confirm(strike: ["docker"])
        try story.interview()
        let skills = try #require(story.session.outcomeInForce).determination.skills
        #expect(skills.map(\.skill) == ["go", "docker", "cobol"])
        #expect(skills.map(\.result) == [.demonstrated, .withdrawn, .notAssessed])
    }
}

@Suite struct IdentityAndSkillAreTwoResults {
    @Test func everyAnswerRatedOneStillVerifiesAtOnceWithTheSkillNotAssessed() throws {
        var story = try Case.ready(skills: ["go"])
        try story.interview(answers: Case.answers(rating: 1), recommendation: .no)
        let first = try #require(story.session.outcomeInForce)
        #expect(first.determination.status == .verified)
        #expect(first.determination.skills.map(\.result) == [.notAssessed])
        #expect(story.session.openProposals.map(\.measure) == [.notDemonstrated(SkillID("go"))])
        try story.confirmProposal()
        let second = try #require(story.session.outcomeInForce)
        #expect(second.determination.status == .verified)
        #expect(second.determination.skills.map(\.result) == [.notDemonstrated])
        #expect(story.session.outcome(first.id)?.status == .superseded)
    }

    @Test func aSkillProposalThatNobodyDecidesLapses() throws {
        var story = try Case.ready(skills: ["go"])
        try story.interview(answers: Case.answers(rating: 1))
        try story.settle(after: .days(5))
        #expect(story.session.proposals.map(\.state) == [.lapsed])
        #expect(story.session.outcomes.count == 1)
        #expect(story.session.status == .concluded)
    }

    @Test func twoSkillsConfirmedOneAfterTheOtherBothStandAndWaitForBothStatements() throws {
        var story = try Case.ready()
        try story.interview(answers: Case.answers(rating: 1))
        let reviews = story.session.openReviews.filter { $0.kind == .proposal }
        #expect(reviews.count == 2)
        #expect(Set(reviews.map(\.assignee)).count == 1, "one interview's skills are one second person's work")
        try story.hear()
        for review in reviews { try story.decide(review, .confirm) }
        let statements = story.session.statements
        #expect(statements.count == 2)
        try story.perform { try $0.markStatementSent(statements[1].id, way: .handedToMail) }
        #expect(story.session.outcomes.count == 1, "the other statement is not sent")
        try story.perform { try $0.markStatementSent(statements[0].id, way: .handedToMail) }
        let skills = try #require(story.session.outcomeInForce).determination.skills
        #expect(skills.map(\.result) == [.notDemonstrated, .notDemonstrated])
    }

    @Test func anAppealGrantedOnOneSkillIsNotUndoneByAnotherThatWasWaiting() throws {
        var story = try Case.ready()
        try story.interview(answers: Case.answers(rating: 1))
        try story.hear()
        let reviews = story.session.openReviews.filter { $0.kind == .proposal }
        try story.decide(reviews[0], .confirm)
        try story.sendStatements()
        try story.appeal(.skill(SkillID("go")), .factualError)
        try story.decide(reviews[1], .confirm)
        try story.decide(try story.review(.appeal), .grant)
        try story.sendStatements()
        let skills = try #require(story.session.outcomeInForce).determination.skills
        #expect(skills.map(\.result) == [.notAssessed, .notDemonstrated])
        #expect(story.session.status == .concluded)
    }

    @Test func askingASkillAgainLeavesTheVerifiedOutcomeInForce() throws {
        var story = try Case.ready(skills: ["go"])
        try story.interview(line: .poor(.interviewer), answers: Case.answers(rating: 1))
        try story.confirmProposal()
        let outcome = try #require(story.session.outcomeInForce)
        try story.appeal(.skill(SkillID("go")))
        #expect(story.session.status == .readyToBook)
        #expect(story.session.outcome(outcome.id)?.status == .valid)
        try story.settle(after: .days(15))
        #expect(story.session.status == .concluded)
    }

    @Test func strikingEverythingStillVerifiesIdentity() throws {
        var story = Case()
        try story.confirm(strike: ["golang", "docker"])
        try story.interview()
        let determination = try #require(story.session.outcomeInForce).determination
        #expect(determination.status == .verified)
        #expect(determination.skills.map(\.result) == [.withdrawn, .withdrawn])
    }
}
