import ConnectionQuality
public import Timekeeping

/// Contesting an attempt, an outcome or a skill result. Machines grant, people refuse.
extension Decision {
    /// Files an appeal. Where the published table lets it, policy grants at once; otherwise somebody who took no part decides.
    public mutating func fileAppeal(
        against target: AppealTarget, ground: AppealGround, statement: String, newFacts: String?
    ) throws(Rejection) -> AppealID {
        let (interview, since) = try appealed(target)
        guard now < since.addingMonths(policy.deadlines.appealMonths) else {
            throw .nothingToAppeal(
                "The six months in which this could be appealed are over; write to us in this case's messages.")
        }
        if let open = session.openAppeals.first(where: { $0.target == target }) { throw .appealOpen(open.id) }
        let newFacts = newFacts.flatMap { $0.contains { !$0.isWhitespace } ? $0 : nil }
        if session.appeals.contains(where: { $0.target == target }), newFacts == nil {
            throw .nothingToAppeal("This was appealed and decided; a second appeal needs new facts in `new_facts`.")
        }
        let id = newID(AppealKind.self)
        let text = keep([statement, newFacts].compactMap { $0 }.joined(separator: "\n\n"), as: "appeal")
        let effect = automaticEffect(ground: ground, target: target, interview: interview)
        let review: ReviewID? =
            effect == nil
            ? try recordReview(.appeal, of: interview, dueAt: now + .days(policy.deadlines.appealAnswerDaysMaximum))
            : nil
        try record(
            .appealFiled(
                Appeal(
                    id: id, target: target, ground: ground, statement: text, filedAt: now,
                    answerBy: now.addingWorkingDays(policy.deadlines.appealAnswerWorkingDays), review: review,
                    state: .underReview, decidedBy: nil, effect: nil, reasons: nil, decidedAt: nil)))
        if let effect {
            try grant(id, effect: effect, by: .policy, reasons: nil)
        } else if let closed = session.phase.closed {
            try enter(.inAppeal(id, resuming: closed))
        }
        return id
    }

    func isAppealable(_ target: AppealTarget) -> Bool { (try? appealed(target)) != nil }

    /// What can be appealed: the interview behind it, and since when.
    private func appealed(_ target: AppealTarget) throws(Rejection) -> (InterviewID, Instant) {
        guard session.status != .cancelled else {
            throw .nothingToAppeal("The session was cancelled; nothing was decided in it.")
        }
        switch target {
        case .attempt(let id):
            guard let attempt = session.attempt(id), attempt.isInterview, let closedAt = attempt.closedAt,
                attempt.result != .cancelled
            else { throw .nothingToAppeal("There is no ended attempt with this id in your session.") }
            let results = [session.outcomeInForce?.determination, session.unsigned, session.withheld?.determination]
            if results.contains(where: { $0?.interview == id && $0?.status == .verified }) {
                throw .nothingToAppeal(
                    "This attempt ended verified; appeal against a skill if one was not demonstrated.")
            }
            return (id, closedAt)
        case .outcome(let id):
            guard let outcome = session.outcomeInForce, outcome.id == id, outcome.status == .valid,
                outcome.determination.status != .verified
            else { throw .nothingToAppeal("There is no outcome in force with this id that is against you.") }
            return (outcome.determination.interview, outcome.issuedAt)
        case .skill(let skill):
            guard let outcome = session.outcomeInForce,
                outcome.determination.skills.contains(where: {
                    $0.skill == skill.rawValue && $0.result == .notDemonstrated
                })
            else { throw .nothingToAppeal("The outcome in force says nothing against you about this skill.") }
            return (outcome.determination.interview, outcome.issuedAt)
        }
    }

    /// The table "Appeals on the line" of `interview-quality.md`; `nil` sends the appeal to a person.
    private func automaticEffect(
        ground: AppealGround, target: AppealTarget, interview: InterviewID
    ) -> Appeal.Effect? {
        guard ground == .connectionQuality, let attempt = session.attempt(interview), let call = attempt.call else {
            return nil
        }
        if attempt.isTechnical {
            // The attempt is free already. An outcome that rests on repeated trouble is another matter, for a person.
            if case .attempt = target { return .recordOnly }
            return nil
        }
        let fraud =
            attempt.reasonCodes.contains(where: \.isSuspicion)
            || session.proposals.contains { $0.interview == interview && $0.state == .open && $0.ground.isSuspicion }
        guard !fraud, call.faultParty != .candidate else { return nil }
        switch call.verdict {
        case .technicalFailure: return .reverification
        case .poor:
            let end = attempt.endedAt ?? attempt.endsAt
            let granted = session.automaticLineAppeals + context.history.automaticLineAppeals
            guard now <= end + .days(policy.attempts.lineAppealAutomaticDays),
                granted < policy.attempts.lineAppealsAutomatic
            else { return nil }
            return .reverification
        case .fair, .disputed, .good: return nil
        }
    }

    mutating func decideAppeal(
        _ review: Review, by staff: StaffID, choice: Review.Choice, reasons: String, effect: Appeal.Effect?
    ) throws(Rejection) {
        guard let appeal = session.appeal(review: review.id) else { throw .unknown("This review has no appeal.") }
        let usual = session.usualEffect(of: appeal)
        let possible = session.possibleEffects(of: appeal)
        if choice == .grant, let effect, !possible.contains(effect) {
            throw .invalid(
                pointer: "/effect",
                sentence: "Granting this appeal can mean \(possible.map(\.rawValue).joined(separator: " or ")).")
        }
        let text = keep(reasons, as: "reasons")
        try recordDecision(review, by: staff, choice, text)
        if choice == .grant {
            try grant(appeal.id, effect: effect ?? usual, by: .reviewer, reasons: text)
            return
        }
        try record(
            .appealDecided(
                .init(
                    appeal: appeal.id, state: .refused, decidedBy: .reviewer, effect: nil, reasons: text, at: now)))
        try leaveAppeal(appeal.id)
    }

    /// Goes back to where the session was when the appeal was filed, or on to the next open one.
    private mutating func leaveAppeal(_ id: AppealID) throws(Rejection) {
        guard case .inAppeal(let current, let closed) = session.phase, current == id else { return }
        if let next = session.openAppeals.first {
            try enter(.inAppeal(next.id, resuming: closed))
        } else {
            try enter(closed.phase)
        }
    }

    /// The interview behind an appeal, whatever has become of its target since.
    private func interview(behind appeal: Appeal) -> InterviewID? {
        switch appeal.target {
        case .attempt(let id): id
        case .outcome(let id): session.outcome(id)?.determination.interview
        case .skill: appeal.review.flatMap(session.review)?.interview ?? session.outcomeInForce?.determination.interview
        }
    }

    mutating func grant(
        _ id: AppealID, effect: Appeal.Effect, by decider: Appeal.Decider, reasons: PersonalTextID?
    ) throws(Rejection) {
        guard let appeal = session.appeal(id) else { return }
        try record(
            .appealDecided(
                .init(
                    appeal: id, state: .granted, decidedBy: decider, effect: effect, reasons: reasons, at: now)))
        switch effect {
        case .recordOnly: break
        case .reversal: try reverse(appeal)
        case .reverification: try reverify(appeal)
        }
        try leaveAppeal(id)
    }

    /// Issues the opposite of what was wrong; it supersedes in one transaction when it is signed.
    ///
    /// Where the result has been superseded since, by a re-verification for instance, there is nothing left to reverse.
    private mutating func reverse(_ appeal: Appeal) throws(Rejection) {
        guard let interview = interview(behind: appeal) else { return }
        switch appeal.target {
        case .skill(let skill):
            guard let outcome = session.outcome(restingOn: interview, where: { $0.status == .verified }) else { return }
            func reversed(_ skills: [SkillResult]) -> [SkillResult] {
                skills.map { old in
                    guard old.skill == skill.rawValue, old.result == .notDemonstrated else { return old }
                    var new = old
                    new.result = .notAssessed
                    return new
                }
            }
            let waiting = session.withheld
            let old = session.unsigned ?? outcome.determination
            try determineAgain(old.status, reason: old.reason, interview: interview, skills: reversed(old.skills))
            // Another skill's result that waits for its statement goes on waiting, without bringing this one back.
            if let waiting, let statement = session.statement(waiting.statement) {
                let determination = waiting.determination
                try withhold(
                    status: determination.status, reason: determination.reason, interview: determination.interview,
                    skills: reversed(determination.skills), statement: statement)
            }
        case .outcome, .attempt:
            guard let outcome = session.outcome(restingOn: interview, where: { $0.status == .notVerified }) else {
                return
            }
            if case .outcome(let id) = appeal.target, id != outcome.id { return }
            try close(
                interview, as: .assessed, reasons: [.verifiedAfterAppeal],
                fault: session.attempt(interview)?.faultParty,
                counted: true)
            try determineAgain(
                .verified, reason: .verifiedAfterAppeal, interview: interview, skills: outcome.determination.skills)
        }
    }

    private mutating func determineAgain(
        _ status: DeterminationStatus, reason: ReasonCode, interview: InterviewID, skills: [SkillResult]
    ) throws(Rejection) {
        try determine(
            status, reason: reason, interview: interview, skills: skills,
            statements: statements(behind: status, reason, skills, of: interview))
    }

    /// A new interview with another interviewer, free and at once; an adverse outcome in force is suspended until then.
    private mutating func reverify(_ appeal: Appeal) throws(Rejection) {
        guard let interview = interview(behind: appeal) else { return }
        for proposal in session.openProposals where proposal.interview == interview {
            try record(.proposalClosed(proposal.id, .withdrawn))
            try record(.reviewClosed(proposal.review, at: now))
        }
        for review in session.openReviews where review.interview == interview && review.kind != .audit {
            guard session.appeal(review: review.id) == nil else { continue }
            try record(.reviewClosed(review.id, at: now))
        }
        // A verified outcome is not touched by a skill of it being asked again: identity and skill are two results.
        if let outcome = session.outcome(restingOn: interview, where: { $0.status != .verified }),
            outcome.status == .valid
        {
            try record(.outcomeStatusChanged(outcome.id, .suspended))
        }
        if let attempt = session.attempt(interview), !attempt.isTechnical,
            session.outcome(restingOn: interview, where: { $0.status == .verified }) == nil
        {
            let (result, reason, fault) = spoiled(by: appeal.ground, attempt)
            try close(interview, as: result, reasons: [reason], fault: fault, counted: false)
        }
        if offersNewInterview(after: interview) { try becomeReadyToBook(priority: true) }
    }

    private func spoiled(by ground: AppealGround, _ attempt: Attempt) -> (AttemptResult, ReasonCode, FaultParty?) {
        switch ground {
        case .connectionQuality:
            let fault = attempt.call?.faultParty ?? .unknown
            return (.abortedTechnical, .connection(fault), fault)
        case .outOfScopeQuestion: return (.void, .outOfScopeQuestions, nil)
        case .language: return (.void, .languageMismatch, nil)
        case .factualError, .interviewerConduct, .accessibility, .other: return (.void, .scorecardIncomplete, nil)
        }
    }

    /// Whether the session waits for, or rests on, what the appealed interview gave; else only that attempt is freed.
    private func offersNewInterview(after interview: InterviewID) -> Bool {
        switch session.phase {
        case .opened, .readyToBook, .booked, .inProgress, .cancelled: return false
        case .deliberating(.scorecard(let id, _)): return id == interview
        case .deliberating(.review(let id)): return session.review(id)?.interview == interview
        case .deliberating(.proposal(let id)): return session.proposal(id)?.interview == interview
        case .deliberating(.statement), .deliberating(.signature):
            return (session.withheld?.determination ?? session.unsigned)?.interview == interview
        case .concluded, .inAppeal, .expired, .refused:
            guard let outcome = session.outcomeInForce, outcome.status == .valid else { return true }
            return outcome.determination.interview == interview
        }
    }
}

extension Instant {
    /// The same day and time `count` calendar months later, or the last day of a shorter month (UTC).
    public func addingMonths(_ count: Int) -> Instant {
        let seconds = secondsSinceEpoch
        let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let date = CivilDate(daysSinceEpoch: days)
        let months = date.year * 12 + date.month - 1 + count
        let year = months / 12
        let month = months % 12 + 1
        var day = date.day
        while day > 28, CivilDate(year: year, month: month, day: day) == nil { day -= 1 }
        guard let target = CivilDate(year: year, month: month, day: day) else { return self }
        return Instant(secondsSinceEpoch: target.daysSinceEpoch * 86_400 + (seconds - days * 86_400))
    }

    /// The same time `count` working days later; Saturdays and Sundays (UTC) do not count.
    public func addingWorkingDays(_ count: Int) -> Instant {
        var result = self
        var left = count
        while left > 0 {
            result = result + .days(1)
            let seconds = result.secondsSinceEpoch
            let day = CivilDate(daysSinceEpoch: seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400)
            if day.weekday <= 5 { left -= 1 }
        }
        return result
    }
}
