import ConnectionQuality
import Foundation
import Testing
import Timekeeping

@testable import Verification

/// Every law over every step of the random histories; a failure names its seed and step.
@Suite struct ScopeLaw {
    @Test func noScorecardEverHoldsAQuestionOutsideTheFrozenScope() {
        for history in RandomHistories.all {
            let session = history.session
            for question in session.attempts.flatMap(\.scorecard.questions) {
                let scope = session.scope?.scope
                #expect(scope?.admit(question.question) == question, "seed \(history.seed): \(question.question.id)")
            }
        }
    }

    @Test func scopeNeverChangesAfterTheFirstBooking() {
        for step in RandomHistories.steps {
            guard let frozen = step.before.scope else { continue }
            #expect(step.after.scope == frozen, "\(step.name)")
        }
    }

    @Test func noQuestionIsPutTwiceToOnePerson() {
        for history in RandomHistories.all {
            let asked = history.session.attempts.filter { $0.startedAt != nil && $0.isInterview }
                .flatMap { $0.scorecard.questions.map(\.question.id) }
            #expect(Set(asked).count == asked.count, "seed \(history.seed)")
        }
    }

    @Test func aQuestionOutOfScopeCannotBeAddedByAnybody() throws {
        var story = try Case.ready()
        let id = try story.book()
        try story.start(id)
        let before = story.session
        for question in ["php-1", "swift-1", "no-such-question"] {
            #expect(throws: Rejection.questionOutOfScope) {
                try story.perform { try $0.addQuestion(QuestionID(question), to: id) }
            }
        }
        #expect(story.session == before)
    }

    @Test func decodingAnItemOutsideTheScopeThrows() throws {
        var story = try Case.ready()
        try story.book()
        let scorecard = try #require(story.lastAttempt?.scorecard)
        let text = String(decoding: try JSONEncoder().encode(scorecard), as: UTF8.self)
        #expect(try JSONDecoder().decode(Scorecard.self, from: Data(text.utf8)) == scorecard)
        let forged = text.replacingOccurrences(of: "\"skills\":[\"go\"]", with: "\"skills\":[\"php\"]")
        #expect(forged != text)
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(Scorecard.self, from: Data(forged.utf8)) }
    }

    @Test func foldingAForgedBookingThrows() throws {
        var story = try Case.ready()
        try story.book()
        let forged = story.events.map { event -> SessionEvent in
            guard case .interviewBooked(var booked) = event else { return event }
            for index in booked.items.indices where booked.items[index].question != nil {
                booked.items[index].question?.skills = ["php"].map { SkillID($0) }
            }
            return .interviewBooked(booked)
        }
        #expect(throws: CorruptStream.self) { try VerificationSession(folding: forged) }
    }
}

@Suite struct TwoPersonsLaw {
    /// Everybody who put a name to an adverse result, by interview.
    private func isBacked(_ outcome: Determination, in session: VerificationSession) -> Bool {
        let measures: [AdverseMeasure] =
            (outcome.status == .notVerified ? [.notVerified] : [])
            + outcome.skills.filter { $0.result == .notDemonstrated }.map { .notDemonstrated(SkillID($0.skill)) }
        return measures.allSatisfy { measure in
            session.proposals.contains { proposal in
                guard proposal.measure == measure, proposal.state == .confirmed,
                    proposal.interview == outcome.interview,
                    let decision = session.review(proposal.review)?.decision,
                    let attempt = session.attempt(proposal.interview)
                else { return false }
                let heard = proposal.hearing != nil || decision.at >= proposal.answerBy
                let looked =
                    !proposal.ground.isSuspicion
                    || session.attempts.contains {
                        $0.purpose == .secondLook(proposal.review) && $0.interviewer == decision.by
                            && $0.scorecard.items.contains { $0.entry?.answer.isAssessed == true }
                    }
                return decision.choice == .confirm && decision.by != attempt.interviewer && heard && looked
            }
        }
    }

    @Test func whateverIsAdverseWasConfirmedByASecondPersonAfterAHearing() {
        var adverse = 0
        for step in RandomHistories.steps {
            for determination in step.after.outcomes.map(\.determination) + [step.after.unsigned].compactMap({ $0 }) {
                #expect(isBacked(determination, in: step.after), "\(step.name)")
                if determination.status == .notVerified { adverse += 1 }
            }
        }
        #expect(adverse > 100, "the histories have to reach adverse outcomes, or they prove nothing")
    }

    @Test func nobodyInterviewsTwiceOrDecidesAnAppealTheyTookPartIn() {
        for history in RandomHistories.all {
            let session = history.session
            let interviewers = session.attempts.filter { $0.isInterview && $0.startedAt != nil }.map(\.interviewer)
            #expect(Set(interviewers).count == interviewers.count, "seed \(history.seed)")
            for review in session.reviews {
                guard let decision = review.decision else { continue }
                #expect(!interviewers.contains(decision.by), "seed \(history.seed): \(review.id)")
                guard review.kind == .appeal else { continue }
                let earlier = session.reviews.compactMap(\.decision).filter { $0.at < decision.at }.map(\.by)
                #expect(!earlier.contains(decision.by), "seed \(history.seed): \(review.id)")
            }
        }
    }

    @Test func theSecondLookBelongsToTheReviewsOwnPerson() throws {
        var story = try Case.ready()
        try story.interview(recommendation: .no, findings: [.promptedByThirdParty])
        let review = try story.review(.proposal)
        #expect(throws: Rejection.self) {
            try story.secondLook(of: review, by: StaffID(unchecked: "st_colleague"))
        }
        try story.hear()
        #expect(throws: Rejection.secondLookNeeded) { try story.decide(review, .confirm) }
        // A look at nothing is no perception of anybody's.
        try story.holdSecondLook(of: review, isEmpty: true)
        #expect(throws: Rejection.secondLookNeeded) { try story.decide(try story.review(.proposal), .confirm) }
        try story.holdSecondLook(of: review)
        try story.decide(try story.review(.proposal), .confirm)
        #expect(story.session.status == .deliberating)
    }

    @Test func aSecondLookThatNobodyCameToCanBeBookedAgainAndLapsesInTheEnd() throws {
        var story = try Case.ready()
        try story.interview(recommendation: .no, findings: [.manipulatedMedia])
        let review = try story.review(.proposal)
        let missed = try story.secondLook(of: review)
        try story.settle(after: .hours(1))
        #expect(story.session.attempt(missed)?.result == .notHeld)
        #expect(story.session.attempt(missed)?.countsTowardLimit == false)
        try story.secondLook(of: review)
        try story.settle(after: .days(4))
        #expect(story.session.proposals.map(\.state) == [.lapsed])
        #expect(story.session.status == .readyToBook)
        #expect(story.session.countedAttempts == 0)
    }

    @Test func anInterviewCannotBeMovedToSomebodyWhoTookPart() throws {
        var story = try Case.ready()
        try story.interview("st_first", line: .technicalFailure(.interviewer))
        let id = try story.book("st_other")
        let meeting = Decision.Meeting(
            interview: id, booking: BookingID(unchecked: "bk_x"), interviewer: StaffID(unchecked: "st_first"),
            startsAt: story.now + .hours(3), endsAt: story.now + .hours(4))
        #expect(throws: Rejection.self) { try story.perform { try $0.reschedule(id, to: meeting) } }
    }
}

@Suite struct NoSilentVerdictLaw {
    @Test func nothingAdverseIsSignedBeforeItsStatementsWereSent() {
        for step in RandomHistories.steps {
            for event in step.events {
                guard case .outcomeIssued(let outcome) = event else { continue }
                let determination = outcome.determination
                let measures: [AdverseMeasure] =
                    (determination.status == .notVerified ? [.notVerified] : [])
                    + determination.skills.filter { $0.result == .notDemonstrated }
                    .map { .notDemonstrated(SkillID($0.skill)) }
                for measure in measures {
                    let statement = step.after.statements.first {
                        determination.statements.contains($0.id) && $0.measure == measure
                    }
                    #expect(statement?.sent != nil, "\(step.name)")
                }
            }
        }
    }

    @Test func aDeterminationOrStatementWithoutItsPartsCannotBeDecoded() throws {
        let story = try Case.notVerified()
        let outcome = try #require(story.session.outcomeInForce)
        let statement = try #require(story.session.statements.first)
        func text(_ value: some Encodable) throws -> String {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return String(decoding: try encoder.encode(value), as: UTF8.self)
        }
        func fails<Value: Decodable>(_: Value.Type, _ text: String, _ old: String, _ new: String) -> Bool {
            let forged = text.replacingOccurrences(of: old, with: new)
            return forged != text && (try? JSONDecoder().decode(Value.self, from: Data(forged.utf8))) == nil
        }
        let determined = try text(outcome.determination)
        #expect(fails(Determination.self, determined, "[\"\(statement.id)\"]", "[]"))
        #expect(fails(Determination.self, determined, "\"N504\"", "\"V700\""))
        let stated = try text(statement)
        #expect(fails(StatementOfReasons.self, stated, "\"what lifts it\"", "\" \""))
        #expect(fails(StatementOfReasons.self, stated, "\"how to contest it\"", "\"\""))
        #expect(fails(StatementOfReasons.self, stated, "\"N504\"", "\"S601\""))
        #expect(fails(StatementOfReasons.self, stated, "\"facts\":", "\"facts\":[],\"fax\":"))
        #expect(fails(StatementOfReasons.self, stated, "\"contact\":", "\"contract\":"))
    }

    @Test func nobodyConfirmsBeforeTheHearingIsOver() throws {
        var story = try Case.ready()
        try story.interview(answers: Case.answers(facts: ["country": .mismatch]), recommendation: .no)
        let review = try story.review(.proposal)
        #expect(throws: Rejection.self) { try story.decide(review, .confirm) }
        #expect(story.session.openProposals.count == 1)
        story.now = story.now + .hours(72)
        try story.decide(review, .confirm)
        #expect(story.session.outcomeInForce == nil, "nothing takes effect before the statement is sent")
        try story.sendStatements()
        #expect(story.session.outcomeInForce?.determination.reason == .profileFactContradicted)
    }
}

@Suite struct OneTruthLaw {
    @Test func atMostOneOutcomeIsValidOrSuspended() {
        for step in RandomHistories.steps {
            let live = step.after.outcomes.filter { $0.status == .valid || $0.status == .suspended }
            #expect(live.count <= 1, "\(step.name)")
        }
    }

    @Test func anAdverseOutcomeIsNeverPutBackInForceByTheClock() {
        for step in RandomHistories.steps {
            for event in step.events {
                if case .outcomeStatusChanged(_, .valid) = event { Issue.record("\(step.name)") }
            }
        }
    }

    @Test func onlyWhatIsDeterminedCanBeIssued() throws {
        var story = try Case.ready()
        story.issues = false
        try story.interview()
        let determination = try #require(story.session.unsigned)
        let outcome = Outcome(
            id: OutcomeID(unchecked: "oc_x"), determination: determination, supersedes: nil, issuedAt: story.now,
            expiresAt: story.now, status: .valid)
        try story.perform { try $0.markIssued(outcome) }
        #expect(throws: Rejection.self) { try story.perform { try $0.markIssued(outcome) } }
    }
}

@Suite struct TechnicalTroubleIsFreeLaw {
    @Test func technicalAndProceduralEndsNeverCount() {
        for step in RandomHistories.steps {
            for attempt in step.after.attempts where attempt.isOver {
                let isFree = [.abortedTechnical, .void, .cancelled].contains(attempt.result)
                if isFree { #expect(!attempt.countsTowardLimit, "\(step.name)") }
                for code in attempt.reasonCodes {
                    #expect(code.attemptResult == attempt.result, "\(step.name): \(code)")
                    #expect(code.countsTowardLimit == attempt.countsTowardLimit, "\(step.name): \(code)")
                }
            }
        }
    }
}

@Suite struct AlwaysAWayOnLaw {
    @Test func everyStateNamesANextStepAContactAndWhileOpenADeadline() {
        for step in RandomHistories.steps {
            let next = step.after.nextStep(policy: Fixtures.policy)
            #expect(!next.what.isEmpty && !next.contact.isEmpty, "\(step.name)")
            if step.after.isOpen { #expect(next.by != nil, "\(step.name): \(next.what)") }
        }
    }

    @Test func statusWordMatchesPhaseAndInterviewPhasesHaveTheirAttempt() {
        for step in RandomHistories.steps {
            let session = step.after
            switch session.phase {
            case .booked(let id): #expect(session.attempt(id)?.result == .booked, "\(step.name)")
            case .inProgress(let id): #expect(session.attempt(id)?.result == .inProgress, "\(step.name)")
            case .deliberating(.scorecard(let id, _)): #expect(session.attempt(id)?.isOver == false, "\(step.name)")
            case .deliberating(.review(let id)): #expect(session.review(id)?.isOpen == true, "\(step.name)")
            case .deliberating(.proposal(let id)): #expect(session.proposal(id)?.state == .open, "\(step.name)")
            case .deliberating(.statement(let id)):
                #expect(session.withheld?.statement == id && session.statement(id)?.sent == nil, "\(step.name)")
            case .deliberating(.signature): #expect(session.unsigned != nil, "\(step.name)")
            case .inAppeal(let id, _): #expect(session.appeal(id)?.state == .underReview, "\(step.name)")
            case .concluded: #expect(session.outcomeInForce != nil, "\(step.name)")
            case .opened, .readyToBook, .expired, .refused, .cancelled: break
            }
            let dangling = session.attempts.filter { $0.isInterview && !$0.isOver && $0.interview != waiting(session) }
            #expect(dangling.isEmpty, "\(step.name)")
        }
    }

    private func waiting(_ session: VerificationSession) -> InterviewID? {
        switch session.phase {
        case .booked(let id), .inProgress(let id), .deliberating(.scorecard(let id, _)): id
        case .deliberating(.review(let id)): session.review(id)?.interview
        default: nil
        }
    }

    @Test func noCommandMeetsARecordThatItCannotContinue() {
        for step in RandomHistories.steps {
            if case .corrupt(let stream)? = step.refusal { Issue.record("\(step.name): \(stream.sentence)") }
            #expect(!step.command.hasPrefix("unexpected"), "\(step.name)")
        }
    }

    @Test func whateverIsDueSettlesAndMovesTheNextDeadlineOn() throws {
        for history in RandomHistories.all {
            var session = history.session
            var rounds = 0
            while let due = session.nextDue(policy: history.policy) {
                var decision = Decision(
                    session, context: Fixtures.context(seed: UInt64(rounds), policy: history.policy), at: due)
                let attempts = session.attempts
                try decision.settle { id in
                    attempts.first { $0.interview == id }.map { Line.good.report(from: $0.startedAt ?? $0.startsAt) }
                }
                #expect(!decision.events.isEmpty, "seed \(history.seed): nothing happens at \(due.rfc3339)")
                session = decision.session
                if let next = session.nextDue(policy: history.policy) {
                    #expect(next > due, "seed \(history.seed): still due at \(due.rfc3339)")
                }
                rounds += 1
                guard rounds < 40, !decision.events.isEmpty else { break }
            }
            #expect(rounds < 40, "seed \(history.seed)")
            let stuck = session.isOpen && session.unsigned == nil
            #expect(!stuck, "seed \(history.seed): \(session.phase)")
        }
    }

    @Test func anUnreadableQualityLogKeepsNobodyWaiting() throws {
        var story = try Case.ready()
        let id = try story.book()
        try story.start(id)
        let due = try #require(story.session.nextDue(policy: story.policy))
        var decision = Decision(story.session, context: Fixtures.context(seed: 1), at: due)
        try decision.settle { _ in nil }
        #expect(decision.session.status == .readyToBook)
        #expect(decision.session.attempt(id)?.reasonCodes == [.platformMedia])
    }
}

@Suite struct ReplayLaw {
    @Test func foldingTheEventsGivesTheSession() throws {
        for history in RandomHistories.all {
            #expect(try VerificationSession(folding: history.events) == history.session, "seed \(history.seed)")
        }
    }

    @Test func sessionsAndEveryKindOfEventSurviveJSON() throws {
        var kinds: Set<String> = []
        for history in RandomHistories.all {
            let data = try JSONEncoder().encode(history.session)
            #expect(
                try JSONDecoder().decode(VerificationSession.self, from: data) == history.session,
                "seed \(history.seed)")
            for event in history.events {
                let stored = try event.stored
                #expect(try SessionEvent(stored) == event, "seed \(history.seed): \(stored.kind)")
                kinds.insert(stored.kind)
            }
        }
        let rest: [SessionEvent] = [
            .linkReissued, .redacted, .profileUpdated(.init(email: nil, timeZone: "UTC", languages: ["en"])),
            .interviewLeft(
                .init(interview: InterviewID(unchecked: "iv_1"), side: .candidate, at: Fixtures.monday)),
            .interviewRescheduled(
                .init(
                    interview: InterviewID(unchecked: "iv_1"), interviewer: StaffID(unchecked: "st_1"),
                    startsAt: Fixtures.monday, endsAt: Fixtures.monday)),
            .lineRated(.init(interview: InterviewID(unchecked: "iv_1"), side: .candidate, rating: 2)),
            .reviewAssigned(
                .init(review: ReviewID(unchecked: "rv_1"), assignee: StaffID(unchecked: "st_1"))),
            .messagePosted(
                .init(
                    author: .staff(StaffID(unchecked: "st_1")), text: PersonalTextID(unchecked: "tx_1"),
                    at: Fixtures.monday)),
            .outcomeAcknowledged(
                .init(
                    outcome: OutcomeID(unchecked: "oc_1"), state: "applied", accountState: "active", at: Fixtures.monday
                )),
        ]
        for event in rest {
            let stored = try event.stored
            #expect(try SessionEvent(stored) == event)
            kinds.insert(stored.kind)
        }
        #expect(Set(SessionEvent.kinds).subtracting(kinds) == [], "every kind that can be stored is tried")
    }

    @Test func theDeterminationIsRecomputedFromTheRecord() throws {
        var story = try Case.ready()
        let id = try story.interview()
        let data = try JSONEncoder().encode(story.session)
        let session = try JSONDecoder().decode(VerificationSession.self, from: data)
        let attempt = try #require(session.attempt(id))
        let report = try #require(story.reports(id))
        let file = try #require(session.caseFile(for: attempt, report: report, policy: story.policy))
        #expect(DecisionTable.conclude(file).conclusion == .verified(.verified))
        #expect(
            SkillTable.lines(
                stack: session.profile.declaredStack, scope: attempt.scorecard.scope, items: file.items,
                policy: story.policy
            ).map(\.result) == session.outcomeInForce?.determination.skills)
    }

    @Test func equalScorecardsHaveEqualBytes() throws {
        let stack = ["docker", "swiftui", "go"].map {
            DeclaredSkill(name: $0, skill: SkillID($0), level: nil, primary: false)
        }
        let scope = Scope(stack: stack, taxonomy: Fixtures.taxonomy)
        let text = String(decoding: try JSONEncoder().encode(scope), as: UTF8.self)
        #expect(text.contains("[\"linux\",\"swift\"]"), "a set's order differs from process to process")
    }
}

@Suite struct LeastDataLaw {
    private static let secret = "Gloria-Gopher-Street-7"

    @Test func eventsAndStateHoldReferencesNeverTextsThatPeopleGave() throws {
        var story = try Case.ready()
        let id = try story.book()
        try story.start(id)
        for item in try #require(story.lastAttempt).scorecard.items {
            let asked = story.now
            story.now = asked + .seconds(31)
            let answer = try #require(Case.answers(rating: 1, facts: ["country": .mismatch])(item))
            try story.perform {
                try $0.recordItem(
                    item.id, of: id,
                    .init(answer: answer, note: Self.secret, askedAt: asked, answeredAt: asked + .seconds(30)))
            }
        }
        try story.end(id)
        let report = try #require(story.reports(id))
        let now = story.now
        try story.perform {
            try $0.submitScorecard(
                id,
                .init(
                    recommendation: .no, summary: Self.secret,
                    findings: [.init(code: .promptedByThirdParty, text: Self.secret, at: now)]), report: report)
        }
        try story.perform {
            try $0.hear(text: Self.secret, corrections: [(kind: "country", value: Self.secret)], report: report)
        }
        try story.perform { try $0.postMessage(Self.secret, by: .candidate) }
        try story.perform { try $0.updateProfile(email: Self.secret, timeZone: nil, languages: nil) }
        let review = try story.review(.proposal)
        try story.holdSecondLook(of: review)
        let staff = try #require(review.assignee)
        try story.perform {
            try $0.decideReview(
                review.id, by: staff, choice: .confirm, reasons: Self.secret, effect: nil, report: report)
        }
        try story.sendStatements()
        let outcome = try #require(story.session.outcomeInForce)
        try story.perform {
            try $0.fileAppeal(
                against: .outcome(outcome.id), ground: .other, statement: Self.secret, newFacts: Self.secret)
        }
        #expect(story.texts.filter { $0.text.contains(Self.secret) }.count >= 20)
        let state = String(decoding: try JSONEncoder().encode(story.session), as: UTF8.self)
        #expect(!state.contains(Self.secret))
        for event in story.events {
            let stored = try event.stored
            #expect(!String(decoding: stored.payload, as: UTF8.self).contains(Self.secret), "\(stored.kind)")
        }
    }

    @Test func aRunningContestHoldsDeletion() throws {
        var story = try Case.notVerified()
        let outcome = try #require(story.session.outcomeInForce)
        try story.appeal(.outcome(outcome.id), .other)
        #expect(throws: Rejection.self) { try story.perform { try $0.redact() } }
        try story.decide(try story.review(.appeal), .refuse)
        try story.perform { try $0.redact() }
        #expect(story.session.isRedacted)
    }
}
