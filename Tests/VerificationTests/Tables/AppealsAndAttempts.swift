import ConnectionQuality
import Testing
import Timekeeping

@testable import Verification

/// "Appeals on the line" of `interview-quality.md`, cell by cell.
@Suite struct LineAppeals {
    struct Cell: Sendable, CustomTestStringConvertible {
        var verdict: CallVerdict
        var fault: FaultParty
        var isGrantedAtOnce: Bool
        var testDescription: String { "\(verdict.rawValue), \(fault.rawValue)" }
    }

    static let cells: [Cell] = CallVerdict.allCases.flatMap { verdict in
        FaultParty.allCases.map { fault in
            Cell(verdict: verdict, fault: fault, isGrantedAtOnce: verdict == .poor && fault != .candidate)
        }
    }.filter { $0.verdict != .technicalFailure && $0.verdict != .disputed }

    @Test(arguments: cells) func anOutcomeInForce(_ cell: Cell) throws {
        var story = try Case.notVerified(line: Line(verdict: cell.verdict, fault: cell.fault))
        let outcome = try #require(story.session.outcomeInForce)
        let id = try story.appeal(.outcome(outcome.id))
        let appeal = try #require(story.session.appeal(id))
        #expect((appeal.decidedBy == .policy) == cell.isGrantedAtOnce)
        #expect(story.session.status == (cell.isGrantedAtOnce ? .readyToBook : .inAppeal))
        #expect(story.session.outcome(outcome.id)?.status == (cell.isGrantedAtOnce ? .suspended : .valid))
    }

    @Test(arguments: FaultParty.allCases) func aTechnicalFailureIsGrantedAndChangesNothing(_ fault: FaultParty) throws {
        var story = try Case.ready()
        let id = try story.book(line: .technicalFailure(fault))
        try story.start(id)
        try story.end(id)
        let phase = story.session.phase
        let appeal = try story.appeal(.attempt(id))
        #expect(story.session.appeal(appeal)?.state == .granted)
        #expect(story.session.appeal(appeal)?.effect == .recordOnly)
        #expect(story.session.phase == phase)
    }

    @Test func aDisputedLineGoesToAPerson() throws {
        var story = try Case.ready()
        try story.interview(
            line: .disputed, answers: Case.answers(facts: ["country": .mismatch]), recommendation: .yes)
        let attempt = try #require(story.lastAttempt)
        let id = try story.appeal(.attempt(attempt.interview))
        #expect(story.session.appeal(id)?.state == .underReview)
    }

    @Test(arguments: [ReasonCode.personMismatch, .promptedByThirdParty, .manipulatedMedia])
    func suspicionGoesToAPersonWhateverTheLine(_ code: ReasonCode) throws {
        var story = try Case.ready()
        let id = try story.interview(line: .poor(.interviewer), recommendation: .no, findings: [code])
        let appeal = try story.appeal(.attempt(id))
        #expect(story.session.appeal(appeal)?.state == .underReview)
        #expect(story.session.openProposals.count == 1, "filing alone withdraws nothing")
    }

    @Test func laterThanSevenDaysAPersonDecides() throws {
        var story = try Case.notVerified(line: .poor(.interviewer))
        let outcome = try #require(story.session.outcomeInForce)
        story.now = try #require(story.lastAttempt?.endedAt) + .days(7) + .seconds(1)
        let id = try story.appeal(.outcome(outcome.id))
        #expect(story.session.appeal(id)?.state == .underReview)
    }

    @Test(arguments: [0, 1, 2, 5]) func atMostTwicePerPersonAcrossSessions(_ earlier: Int) throws {
        var story = try Case.notVerified(line: .poor(.network))
        story.history.automaticLineAppeals = earlier
        let outcome = try #require(story.session.outcomeInForce)
        let id = try story.appeal(.outcome(outcome.id))
        #expect((story.session.appeal(id)?.decidedBy == .policy) == (earlier < 2))
    }

    @Test func aGrantedAttemptIsFreeAndNotCountedAnyMore() throws {
        var story = try Case.notVerified(line: .poor(.interviewer))
        #expect(story.session.countedAttempts == 1)
        let outcome = try #require(story.session.outcomeInForce)
        try story.appeal(.outcome(outcome.id))
        #expect(story.session.countedAttempts == 0)
        #expect(story.lastAttempt?.reasonCodes == [.interviewerConnection])
        try story.interview()
        let new = try #require(story.session.outcomeInForce)
        #expect(new.determination.reason == .verifiedAfterAppeal)
        #expect(new.supersedes == outcome.id)
        #expect(story.session.outcome(outcome.id)?.status == .superseded)
    }

    @Test func anAdverseResultAboutToBeSignedIsDroppedWhenItsAppealIsGranted() throws {
        var story = try Case.ready()
        let id = try story.interview(
            line: .poor(.interviewer), answers: Case.answers(facts: ["country": .mismatch]), recommendation: .no)
        try story.hear()
        try story.decide(try story.review(.proposal), .confirm)
        try story.appeal(.attempt(id))
        #expect(story.session.status == .readyToBook)
        try story.settle(after: .days(2))
        try story.sendStatements()
        #expect(story.session.outcomes.isEmpty)
        #expect(story.session.status == .readyToBook)
    }

    @Test func aSuspendedOutcomeStaysSuspendedWhenNobodyBooks() throws {
        var story = try Case.notVerified(line: .poor(.interviewer))
        let outcome = try #require(story.session.outcomeInForce)
        try story.appeal(.outcome(outcome.id))
        #expect(throws: Rejection.self) { try story.perform { try $0.cancelSession() } }
        try story.settle(after: .days(15))
        #expect(story.session.status == .expired)
        #expect(story.session.outcome(outcome.id)?.status == .suspended)
        try story.perform { try $0.reopen() }
        #expect(story.session.status == .readyToBook)
    }
}

@Suite struct Appeals {
    @Test func oneOpenAppealPerTargetAndASecondOnlyWithNewFacts() throws {
        var story = try Case.notVerified()
        let target = AppealTarget.outcome(try #require(story.session.outcomeInForce).id)
        let first = try story.appeal(target, .other)
        #expect(throws: Rejection.appealOpen(first)) { try story.appeal(target, .other) }
        let second = try #require(try story.review(.appeal).assignee)
        #expect(story.session.reviews.compactMap(\.decision?.by).contains(second) == false)
        try story.decide(try story.review(.appeal), .refuse)
        #expect(story.session.status == .concluded)
        #expect(throws: Rejection.self) { try story.appeal(target, .other) }
        #expect(throws: Rejection.self) { try story.appeal(target, .other, newFacts: "  ") }
        try story.appeal(target, .other, newFacts: "a letter")
        #expect(story.session.status == .inAppeal)
    }

    @Test func sixMonthsAndNoLonger() throws {
        for (late, isOver) in [(false, false), (true, true)] {
            var story = try Case.notVerified()
            let outcome = try #require(story.session.outcomeInForce)
            story.now = outcome.issuedAt.addingMonths(6) - .seconds(late ? 0 : 1)
            let appealed = Result { try story.appeal(.outcome(outcome.id), .other) }
            #expect((try? appealed.get()) == nil ? isOver : !isOver)
        }
    }

    @Test func reversalSupersedesAndClearsTheCode() throws {
        var story = try Case.notVerified()
        let old = try #require(story.session.outcomeInForce)
        try story.appeal(.outcome(old.id), .factualError)
        try story.decide(try story.review(.appeal), .grant)
        let new = try #require(story.session.outcomeInForce)
        #expect(new.determination.reason == .verifiedAfterAppeal)
        #expect(new.determination.statements.isEmpty)
        #expect(story.session.outcome(old.id)?.status == .superseded)
        #expect(story.lastAttempt?.reasonCodes == [.verifiedAfterAppeal])
    }

    @Test func unansweredAppealsAreGrantedByTheClock() throws {
        var story = try Case.notVerified()
        let outcome = try #require(story.session.outcomeInForce)
        try story.appeal(.outcome(outcome.id), .interviewerConduct)
        try story.settle(after: .days(14))
        #expect(story.session.appeals.map(\.decidedBy) == [.clock])
        #expect(story.session.status == .readyToBook)
        #expect(story.session.outcome(outcome.id)?.status == .suspended)
    }

    @Test func grantingAnEarlierAttemptLeavesAVerifiedOutcomeAlone() throws {
        var story = try Case.ready()
        let missed = try story.book()
        story.now = story.now + .minutes(60)
        try story.perform { try $0.join(missed, side: .interviewer) }
        try story.settle(after: .minutes(10))
        #expect(story.session.attempt(missed)?.reasonCodes == [.candidateNoShow])
        try story.interview()
        try story.appeal(.attempt(missed), .accessibility)
        try story.decide(try story.review(.appeal), .grant)
        #expect(story.session.status == .concluded)
        #expect(story.session.outcomeInForce?.status == .valid)
        #expect(story.session.attempt(missed)?.countsTowardLimit == false)
    }

    @Test func aReversalOfAnAttemptCannotTouchAnOutcomeOfAnother() throws {
        var story = try Case.ready()
        let first = try story.interview(answers: Case.answers(checks: ["face": .notChecked]))
        try story.interview(answers: Case.answers(facts: ["country": .mismatch]), recommendation: .no)
        try story.confirmProposal()
        try story.appeal(.attempt(first), .other)
        let review = try story.review(.appeal)
        #expect(throws: Rejection.self) { try story.decide(review, .grant, effect: .reversal) }
        try story.decide(review, .grant)
        #expect(story.session.outcomeInForce?.determination.status == .notVerified)
        #expect(story.session.outcomeInForce?.status == .valid)
        #expect(story.session.status == .concluded)
    }
}

/// Interviewer, platform, network, unknown: free, with priority; the candidate's own line: in steps.
@Suite struct TechnicalRetries {
    private func abort(_ story: inout Case, _ fault: FaultParty) throws -> Phase.ReadyToBook? {
        try story.perform { decision in
            if case .readyToBook(let ready) = decision.session.phase, ready.needsLineTest,
                let last = decision.session.attempts.last
            {
                try decision.recordLineTest(last.interview, side: .candidate, result: .amber)
            }
        }
        let id = try story.book(line: .technicalFailure(fault))
        try story.start(id)
        try story.end(id)
        guard case .readyToBook(let ready) = story.session.phase else { return nil }
        return ready
    }

    @Test(arguments: [FaultParty.interviewer, .platform, .network, .unknown])
    func othersTroubleIsAlwaysFreeWithPriority(_ fault: FaultParty) throws {
        var story = try Case.ready(skills: ["go"])
        for _ in 0..<8 {
            let ready = try #require(try abort(&story, fault))
            #expect(ready.hasPriority && !ready.needsLineTest && !ready.offersAlternatives)
            #expect(story.session.countedAttempts == 0)
        }
    }

    @Test func theCandidatesOwnLineInSixSteps() throws {
        var story = try Case.ready(skills: ["go"])
        for round in 1...5 {
            let ready = try #require(try abort(&story, .candidate))
            #expect(ready.hasPriority == (round == 1), "round \(round)")
            #expect(ready.needsLineTest == (round >= 2), "round \(round)")
            #expect(ready.offersAlternatives == (round >= 3), "round \(round)")
        }
        #expect(try abort(&story, .candidate) == nil)
        #expect(story.session.outcomeInForce?.determination.reason == .repeatedTechnical)
        #expect(story.session.outcomeInForce?.determination.status == .inconclusive)
        #expect(story.session.nextStep(policy: story.policy).what == "trusted_referee")
        #expect(story.session.countedAttempts == 0)
    }

    @Test func earlierSessionsOfThePersonCount() throws {
        var story = try Case.ready(skills: ["go"])
        story.history.candidateTechnicalAborts = 5
        #expect(try abort(&story, .candidate) == nil)
        #expect(story.session.outcomeInForce?.determination.reason == .repeatedTechnical)
    }

    @Test func aCancelledBookingTakesNeitherTheLineTestNorThePriorityAway() throws {
        var own = try Case.ready()
        _ = try abort(&own, .candidate)
        _ = try abort(&own, .candidate)
        #expect(throws: Rejection.lineTestRequired) { try own.book() }
        let last = try #require(own.lastAttempt)
        try own.perform { try $0.recordLineTest(last.interview, side: .candidate, result: .green) }
        let booked = try own.book()
        try own.perform { try $0.cancelBooking(booked) }
        guard case .readyToBook(let ready) = own.session.phase else { return #expect(Bool(false)) }
        #expect(ready.needsLineTest && !ready.hasPriority)

        var others = try Case.ready()
        _ = try abort(&others, .interviewer)
        let again = try others.book()
        try others.perform { try $0.cancelBooking(again) }
        guard case .readyToBook(let free) = others.session.phase else { return #expect(Bool(false)) }
        #expect(free.hasPriority)
    }

    @Test func aTestFromBeforeTheLineFailedDoesNotCount() throws {
        var story = try Case.ready()
        _ = try abort(&story, .candidate)
        let id = try story.book(line: .technicalFailure(.candidate))
        try story.perform { try $0.recordLineTest(id, side: .candidate, result: .green) }
        try story.start(id)
        try story.end(id)
        #expect(throws: Rejection.lineTestRequired) { try story.book() }
    }
}

/// The group of a reason code forces what follows from it.
@Suite struct ReasonCodeGroups {
    @Test(arguments: ReasonCode.allCases) func theGroupForcesTheStatus(_ code: ReasonCode) {
        let expected: (AttemptResult?, Bool) =
            switch code.rawValue.first {
            case "T": (.abortedTechnical, false)
            case "P": (.void, false)
            case "E": (.notHeld, code != .postponed)
            case "I", "N", "V": (.assessed, true)
            default: (nil, false)
            }
        #expect(code.attemptResult == expected.0)
        #expect(code.countsTowardLimit == expected.1)
        #expect(code.group.rawValue == code.rawValue.first)
    }

    @Test(arguments: [ReasonCode.noDocument, .cameraRefused, .notAlone, .leftOnPurpose])
    func engagementUsesATryUpAndThenExpires(_ code: ReasonCode) throws {
        var story = try Case.ready()
        for round in 1...3 {
            try story.interview(recommendation: .noDecision, findings: [code])
            #expect(story.session.countedAttempts == round)
            #expect(story.session.status == (round < 3 ? .readyToBook : .expired), "round \(round)")
        }
        try story.perform { try $0.reopen() }
        #expect(story.session.status == .readyToBook)
        #expect(story.session.countedAttempts == 3, "reopening resets nothing")
        try story.interview(recommendation: .noDecision, findings: [code])
        #expect(story.session.status == .expired)
    }

    @Test func decliningInTheInterviewRefusesAndCanBeTakenBack() throws {
        var story = try Case.ready()
        try story.interview(recommendation: .noDecision, findings: [.declinedToTakePart])
        #expect(story.session.status == .refused)
        #expect(story.lastAttempt?.result == .notHeld)
        #expect(story.session.outcomes.isEmpty)
        try story.perform { try $0.reopen() }
        #expect(story.session.status == .readyToBook)
    }

    @Test func triesOfEarlierSessionsCount() throws {
        var story = try Case.ready()
        story.history.countedAttempts = 2
        try story.interview(recommendation: .noDecision, findings: [.noDocument])
        #expect(story.session.status == .expired)
    }

    @Test func unclearEvidenceEndsInconclusiveOnlyThroughAReviewer() throws {
        var story = try Case.ready()
        let answers = Case.answers(checks: ["face": .notChecked])
        try story.interview(answers: answers)
        try story.interview(answers: answers)
        #expect(story.session.status == .readyToBook)
        try story.interview(answers: answers)
        #expect(story.session.status == .deliberating)
        #expect(story.session.outcomes.isEmpty)
        var lapsed = story
        try lapsed.settle(after: .days(2))
        #expect(lapsed.session.status == .readyToBook, "nobody closed it: one more try, which was free")
        #expect(lapsed.session.countedAttempts == 2)
        try story.decide(try story.review(.disputed), .assess)
        #expect(story.session.outcomeInForce?.determination.reason == .evidenceUnclear)
    }

    @Test func noShowIsDecidedByWhoJoined() throws {
        for (joins, expected) in [
            ([Side.interviewer], ReasonCode.candidateNoShow), ([.candidate], .interviewerNoShow),
            ([], .interviewerNoShow),
        ] {
            var story = try Case.ready()
            let id = try story.book()
            story.now = story.now + .minutes(60)
            for side in joins { try story.perform { try $0.join(id, side: side) } }
            try story.settle(after: .seconds(599))
            #expect(story.session.status == .booked)
            try story.settle(after: .seconds(1))
            #expect(story.lastAttempt?.reasonCodes == [expected])
        }
    }
}

@Suite struct Corrections {
    private func proposed(_ facts: [String]) throws -> Case {
        var story = try Case.ready()
        try story.interview(
            answers: Case.answers(facts: Dictionary(uniqueKeysWithValues: facts.map { ($0, .mismatch) })),
            recommendation: .no)
        return story
    }

    @Test func aMovedCityEndsInV702AtOnce() throws {
        var story = try proposed(["city"])
        try story.hear(corrections: ["city"])
        #expect(story.session.outcomeInForce?.determination.reason == .verifiedWithCorrection)
        #expect(story.session.proposals.map(\.state) == [.corrected])
        #expect(story.session.openReviews.isEmpty)
    }

    @Test(arguments: [(["country"], ["country"]), (["country", "city"], ["city"]), (["city"], [])])
    func anythingElseIsForAReviewer(_ facts: [String], _ corrections: [String]) throws {
        var story = try proposed(facts)
        try story.hear(corrections: corrections)
        #expect(story.session.openProposals.count == 1)
        try story.decide(try story.review(.proposal), .reject)
        let expected: ReasonCode = corrections.isEmpty ? .verified : .verifiedWithCorrection
        #expect(story.session.outcomeInForce?.determination.reason == expected)
    }

    @Test func aSecondAnswerTakesNoCorrectionBack() throws {
        var story = try proposed(["country"])
        try story.hear(corrections: ["country"])
        try story.hear("And besides,")
        #expect(story.session.openProposals.first?.hearing?.corrections.map(\.kind) == ["country"])
    }

    @Test func aFactThatTheProfileDoesNotStateIsRefused() throws {
        var story = try proposed(["city"])
        #expect(throws: Rejection.self) { try story.hear(corrections: ["shoe_size"]) }
    }

    @Test func twoProposalsRejectedOneAfterTheOtherVerify() throws {
        var story = try Case.ready()
        try story.interview(
            answers: Case.answers(facts: ["country": .mismatch], checks: ["face": .mismatch]), recommendation: .no)
        #expect(story.session.openProposals.map(\.ground) == [.personMismatch])
        try story.decide(try story.review(.proposal), .reject)
        #expect(story.session.openProposals.map(\.ground) == [.profileFactContradicted])
        try story.decide(try story.review(.proposal), .reject)
        #expect(story.session.outcomeInForce?.determination.reason == .verified)
        #expect(story.session.countedAttempts == 1)
    }

    @Test func aContradictedFactThatNobodyDecidesLapsesToVerified() throws {
        var story = try proposed(["country"])
        try story.settle(after: .hours(72 + 24))
        #expect(story.session.outcomeInForce?.determination.reason == .verified)
    }
}

@Suite struct Objections {
    private func asked() throws -> (Case, InterviewID, ScorecardItem) {
        var story = try Case.ready()
        let id = try story.book()
        try story.start(id)
        let item = try #require(story.lastAttempt?.scorecard.items.first { $0.subject.kind == "question" })
        return (story, id, item)
    }

    private func mark(_ story: inout Case, _ item: ItemID, _ id: InterviewID, from asked: Instant) throws {
        let now = story.now
        try story.perform {
            try $0.recordItem(
                item, of: id, .init(answer: .rating(.rated(1)), note: nil, askedAt: asked, answeredAt: now))
        }
    }

    @Test func aSpokenQuestionVoidsTheItemWhoseSpanHoldsTheTime() throws {
        for objectsFirst in [false, true] {
            var (story, id, item) = try asked()
            let from = story.now
            story.now = from + .seconds(40)
            let at = from + .seconds(20)
            if objectsFirst {
                _ = try story.perform { try $0.object(to: nil, askedAt: at, in: id) }
                try mark(&story, item.id, id, from: from)
            } else {
                try mark(&story, item.id, id, from: from)
                _ = try story.perform { try $0.object(to: nil, askedAt: at, in: id) }
            }
            #expect(story.lastAttempt?.scorecard[item.id]?.isVoid == true, "objects first: \(objectsFirst)")
            #expect(story.lastAttempt?.objections.map(\.voided) == [item.id])
            #expect(throws: Rejection.self) { try mark(&story, item.id, id, from: from) }
        }
    }

    @Test func aCardQuestionIsRecordedAndVoidsNothing() throws {
        var (story, id, item) = try asked()
        let from = story.now
        story.now = from + .seconds(40)
        try mark(&story, item.id, id, from: from)
        _ = try story.perform { try $0.object(to: item.id, askedAt: from + .seconds(5), in: id) }
        #expect(story.lastAttempt?.scorecard[item.id]?.isVoid == false)
        #expect(story.lastAttempt?.objections.count == 1)
    }

    @Test func objectingToEverythingVoidsTheAttemptAndNothingElse() throws {
        var (story, id, _) = try asked()
        try story.record(id)
        for item in try #require(story.lastAttempt).scorecard.items {
            guard let span = item.entry?.span, item.subject.kind == "question" else { continue }
            _ = try story.perform { try $0.object(to: nil, askedAt: span.askedAt + .seconds(10), in: id) }
        }
        try story.end(id)
        try story.submit(id, .no)
        #expect(story.lastAttempt?.reasonCodes == [.outOfScopeQuestions])
        #expect(story.session.countedAttempts == 0)
        #expect(story.session.status == .readyToBook)
    }

    @Test func afterSubmissionItIsAnAppealAndAfterSevenDaysRefused() throws {
        var story = try Case.notVerified()
        let attempt = try #require(story.lastAttempt)
        let at = try #require(attempt.startedAt) + .seconds(100)
        let appeal = try story.perform { try $0.object(to: nil, askedAt: at, in: attempt.interview) }
        #expect(appeal.flatMap(story.session.appeal)?.ground == .outOfScopeQuestion)
        let again = try story.perform { try $0.object(to: nil, askedAt: at + .seconds(90), in: attempt.interview) }
        #expect(again == appeal, "a further objection joins the appeal that is running")
        #expect(story.session.attempt(attempt.interview)?.objections.count == 2)
        story.now = try #require(attempt.endedAt) + .days(7) + .seconds(1)
        #expect(throws: Rejection.self) {
            try story.perform { try $0.object(to: nil, askedAt: at, in: attempt.interview) }
        }
    }
}
