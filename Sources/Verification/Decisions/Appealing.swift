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
            if let outcome = session.outcomeInForce, outcome.determination.interview == id,
                outcome.determination.status == .verified
            {
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
        if attempt.isTechnical { return .recordOnly }
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
        guard let appeal = session.appeal(review: review.id) else { return }
        let text = keep(reasons, as: "reasons")
        try recordDecision(review, by: staff, choice, text)
        if choice == .grant {
            try grant(appeal.id, effect: effect ?? usualEffect(of: appeal), by: .reviewer, reasons: text)
            return
        }
        try record(
            .appealDecided(
                .init(
                    appeal: appeal.id, state: .refused, decidedBy: .reviewer, effect: nil, reasons: text, at: now)))
        if case .inAppeal(let id, let closed) = session.phase, id == appeal.id {
            if let next = session.openAppeals.first {
                try enter(.inAppeal(next.id, resuming: closed))
            } else {
                try enter(closed.phase)
            }
        }
    }

    /// What granting usually means: an error of fact or a skill result is reversed; what spoiled the interview earns a new one.
    private func usualEffect(of appeal: Appeal) -> Appeal.Effect {
        switch appeal.target {
        case .skill: return .reversal
        case .attempt(let id):
            return session.attempt(id)?.isTechnical == true ? .recordOnly : .reverification
        case .outcome(let id):
            guard session.outcome(id)?.determination.status == .notVerified else { return .reverification }
            switch appeal.ground {
            case .factualError, .other: return .reversal
            case .connectionQuality, .outOfScopeQuestion, .interviewerConduct, .language, .accessibility:
                return .reverification
            }
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
        case .recordOnly:
            if case .inAppeal(let open, let closed) = session.phase, open == id { try enter(closed.phase) }
        case .reversal: try reverse(appeal)
        case .reverification: try reverify(appeal)
        }
    }

    /// Issues the opposite of what was wrong; it supersedes in one transaction when it is signed.
    private mutating func reverse(_ appeal: Appeal) throws(Rejection) {
        guard let outcome = session.outcomeInForce else { return try reverify(appeal) }
        let old = outcome.determination
        switch appeal.target {
        case .skill(let skill):
            var skills = old.skills
            for index in skills.indices where skills[index].skill == skill.rawValue {
                skills[index].result = .notAssessed
            }
            try determine(
                old.status, reason: old.reason, interview: old.interview, skills: skills,
                statements: session.statements.filter { old.statements.contains($0.id) })
        case .outcome, .attempt:
            try determine(
                .verified, reason: .verifiedAfterAppeal, interview: old.interview, skills: old.skills,
                statements: session.statements.filter { old.statements.contains($0.id) })
        }
    }

    /// A new interview with another interviewer, free and at once; an outcome in force is suspended until then.
    private mutating func reverify(_ appeal: Appeal) throws(Rejection) {
        guard let (interview, _) = try? appealed(appeal.target) else { return }
        for proposal in session.openProposals {
            try record(.proposalClosed(proposal.id, .withdrawn))
            try record(.reviewClosed(proposal.review, at: now))
        }
        for review in session.openReviews where review.interview == interview && review.kind != .audit {
            guard session.appeal(review: review.id) == nil else { continue }
            try record(.reviewClosed(review.id, at: now))
        }
        if let outcome = session.outcomeInForce, outcome.status == .valid {
            try record(.outcomeStatusChanged(outcome.id, .suspended))
        }
        if let attempt = session.attempt(interview), !attempt.isTechnical {
            switch appeal.ground {
            case .connectionQuality:
                let fault = attempt.call?.faultParty ?? .unknown
                try close(
                    interview, as: .abortedTechnical, reasons: [.connection(fault)], fault: fault, counted: false)
            case .outOfScopeQuestion:
                try close(interview, as: .void, reasons: [.outOfScopeQuestions], fault: nil, counted: false)
            case .language:
                try close(interview, as: .void, reasons: [.languageMismatch], fault: nil, counted: false)
            case .factualError, .interviewerConduct, .accessibility, .other:
                try close(interview, as: .void, reasons: [.scorecardIncomplete], fault: nil, counted: false)
            }
        }
        switch session.phase {
        case .booked, .inProgress, .readyToBook: break
        case .opened, .deliberating, .concluded, .inAppeal, .expired, .refused, .cancelled:
            try becomeReadyToBook(priority: true)
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
