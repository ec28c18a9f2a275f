public import ConnectionQuality
import Timekeeping

/// Proposals, hearings and the second person's decisions.
extension Decision {
    /// Proposes something adverse: nothing takes effect, the person is heard first (law 4).
    mutating func propose(
        _ measure: AdverseMeasure, ground: ReasonCode, facts: [ObservedFact], on interview: InterviewID
    ) throws(Rejection) {
        let answerBy = now + .hours(policy.deadlines.hearingHours)
        let decideBy = answerBy + .hours(policy.deadlines.deliberationHours)
        // Several skills of one interview are one person's work, or a small staff would run out of second persons.
        let colleague = session.openReviews.first { $0.kind == .proposal && $0.interview == interview }?.assignee
        let review = try recordReview(.proposal, of: interview, dueAt: decideBy, assignee: colleague)
        let proposal = Proposal(
            id: newID(), review: review, measure: measure, ground: ground, interview: interview, facts: facts,
            madeAt: now,
            answerBy: answerBy, decideBy: decideBy, hearing: nil, state: .open)
        try record(.proposalMade(proposal))
        if measure == .notVerified { try enter(.deliberating(.proposal(proposal.id))) }
    }

    mutating func openReview(_ kind: Review.Kind, of interview: InterviewID, dueAt: Instant) throws(Rejection) {
        let review = try recordReview(kind, of: interview, dueAt: dueAt)
        try enter(.deliberating(.review(review)))
    }

    mutating func openAudit(of interview: InterviewID) throws(Rejection) {
        _ = try recordReview(.audit, of: interview, dueAt: now + .days(policy.deadlines.appealAnswerDaysMaximum))
    }

    mutating func recordReview(
        _ kind: Review.Kind, of interview: InterviewID, dueAt: Instant, assignee: StaffID? = nil
    ) throws(Rejection) -> ReviewID {
        let id = newID(ReviewIDKind.self)
        let assignee = assignee ?? context.drawReviewer(excludedReviewers)
        try record(
            .reviewOpened(
                Review(
                    id: id, kind: kind, interview: interview, openedAt: now, dueAt: dueAt, assignee: assignee,
                    decision: nil,
                    closedAt: nil, secondLookHeldAt: nil)))
        return id
    }

    /// Whoever took part in this case, or decides something else in it at present.
    var excludedReviewers: Set<StaffID> {
        session.participants.union(context.history.participants)
            .union(session.attempts.map(\.interviewer))
            .union(session.openReviews.filter { $0.kind != .audit }.compactMap(\.assignee))
    }

    /// Gives open reviews that nobody has to somebody eligible, such as after staff was added or suspended.
    public mutating func assignReviews(inactive: Set<StaffID>) throws(Rejection) {
        for review in session.openReviews
        where review.assignee.map({ inactive.contains($0) || hasConflict($0, in: review) }) ?? true {
            guard let assignee = context.drawReviewer(excludedReviewers.union(inactive)) else { continue }
            try record(.reviewAssigned(.init(review: review.id, assignee: assignee)))
        }
    }

    /// Whether somebody can no longer be the second person of a review: they held this interview or its re-verification, or decided what
    /// an appeal is about (law 3).
    private func hasConflict(_ staff: StaffID, in review: Review) -> Bool {
        if session.conflict(of: staff, in: review) != nil { return true }
        return review.kind == .appeal && session.participants.union(context.history.participants).contains(staff)
    }

    /// The person answers every open proposal, or corrects facts.
    ///
    /// Corrections of kinds that the policy lets a machine accept, where they cover every contradicted fact, verify at once (V702).
    public mutating func hear(text: String?, corrections: [(kind: String, value: String)], report: CallReport?)
        throws(Rejection)
    {
        let open = session.openProposals
        guard !open.isEmpty else {
            throw .wrongState(
                actual: session.status.rawValue, allowed: ["deliberating"],
                sentence: "Nothing is proposed against you that you could answer.")
        }
        guard open.contains(where: { now < $0.decideBy }) else {
            throw .wrongState(actual: "decided", allowed: ["deliberating"], sentence: "The time to answer has passed.")
        }
        let known = Set(session.profile.facts.map(\.kind))
        for (index, correction) in corrections.enumerated() where !known.contains(correction.kind) {
            throw .invalid(
                pointer: "/corrections/\(index)/kind",
                sentence: "The profile states no such fact; name one that it states.")
        }
        let reference = text.map { keep($0, as: "hearing") }
        var kept = corrections.map { Hearing.Correction(kind: $0.kind, value: keep($0.value, as: "fact")) }
        // Whoever answers twice takes nothing back: earlier corrections of other facts stand.
        for earlier in open.compactMap(\.hearing).flatMap(\.corrections)
        where !kept.contains(where: { $0.kind == earlier.kind }) {
            kept.append(earlier)
        }
        try record(
            .proposalHeard(
                .init(
                    proposals: open.map(\.id),
                    hearing: Hearing(
                        text: reference ?? open.lazy.compactMap { $0.hearing?.text }.first, corrections: kept, at: now))
            ))
        guard let proposal = open.first(where: { $0.ground == .profileFactContradicted }), let report else { return }
        let contradicted = contradictedKinds(of: proposal)
        let corrected = Set(kept.map(\.kind))
        let byMachine = Set(policy.corrections.acceptedByMachine)
        guard !contradicted.isEmpty, contradicted.isSubset(of: corrected), contradicted.isSubset(of: byMachine) else {
            return
        }
        try record(.proposalClosed(proposal.id, .corrected))
        try record(.reviewClosed(proposal.review, at: now))
        try conclude(proposal.interview, report: report)
    }

    func contradictedKinds(of proposal: Proposal) -> Set<String> {
        guard let attempt = session.attempt(proposal.interview) else { return [] }
        return Set(
            proposal.facts.compactMap { fact in
                guard let item = fact.item, case .fact(let profileFact)? = attempt.scorecard[item]?.subject else {
                    return nil
                }
                return profileFact.kind
            })
    }

    /// A reviewer decides the review that was assigned to them.
    public mutating func decideReview(
        _ id: ReviewID, by staff: StaffID, choice: Review.Choice, reasons: String, effect: Appeal.Effect?,
        report: CallReport?
    ) throws(Rejection) {
        guard let review = session.review(id), review.assignee == staff else {
            throw .unknown("You have no such review.")
        }
        guard review.isOpen else {
            throw .wrongState(actual: "decided", allowed: ["open"], sentence: "This review is closed.")
        }
        guard Review.choices(for: review.kind).contains(choice) else {
            let words = Review.choices(for: review.kind).map(\.rawValue).joined(separator: " or ")
            throw .invalid(
                pointer: "/decision", sentence: "A review of kind \(review.kind.rawValue) is decided \(words).")
        }
        guard !hasConflict(staff, in: review) else {
            throw .wrongState(
                actual: "took part", allowed: [],
                sentence: "You took part in this case since the review was assigned; somebody else will be drawn.")
        }
        guard
            review.kind != .audit || !session.openReviews.contains(where: { $0.kind != .audit && $0.assignee == staff })
        else {
            throw .wrongState(
                actual: "another review open", allowed: [],
                sentence: "Decide your other review of this case first; after an audit you would have taken part in it."
            )
        }
        switch review.kind {
        case .proposal: try decideProposal(review, by: staff, choice: choice, reasons: reasons, report: report)
        case .appeal: try decideAppeal(review, by: staff, choice: choice, reasons: reasons, effect: effect)
        case .disputed:
            try recordDecision(review, by: staff, choice, keep(reasons, as: "reasons"))
            try settleDisputed(review, assess: choice == .assess, report: report)
        case .audit: try recordDecision(review, by: staff, choice, keep(reasons, as: "reasons"))
        }
    }

    mutating func recordDecision(
        _ review: Review, by staff: StaffID, _ choice: Review.Choice, _ reasons: PersonalTextID
    ) throws(Rejection) {
        try record(
            .reviewDecided(
                .init(
                    review: review.id, decision: Review.Decision(choice: choice, by: staff, reasons: reasons, at: now)))
        )
    }

    /// A disputed line, or tries used up: assessed as it stands, or the attempt is free.
    mutating func settleDisputed(_ review: Review, assess: Bool, report: CallReport?) throws(Rejection) {
        let attempt = try requireAttempt(review.interview)
        let isInconclusive = attempt.isOver && attempt.reasonCodes.first?.group == .inconclusive
        guard assess, let report else {
            if isInconclusive {
                // Nobody's line: one more try, which does not count.
                try close(review.interview, as: .void, reasons: [.scorecardIncomplete], fault: nil, counted: false)
            } else {
                try close(
                    review.interview, as: .abortedTechnical, reasons: [.connectionUnattributed], fault: .unknown,
                    counted: false)
            }
            try becomeReadyToBook(priority: true)
            return
        }
        if isInconclusive, let code = attempt.reasonCodes.first {
            let items =
                session.caseFile(for: attempt, report: report, policy: policy)?.items ?? []
            try determine(
                .inconclusive, reason: code, interview: review.interview,
                skills: skillLines(for: attempt, items: items).map(\.result), statements: [])
        } else {
            try conclude(review.interview, report: report)
        }
    }

    private mutating func decideProposal(
        _ review: Review, by staff: StaffID, choice: Review.Choice, reasons: String, report: CallReport?
    ) throws(Rejection) {
        guard let proposal = session.proposal(review: review.id) else { throw .unknown("This review has no proposal.") }
        guard let report else {
            throw .corrupt(
                CorruptStream(sentence: "The quality log of \(proposal.interview) cannot be read; decide later."))
        }
        guard choice == .confirm else {
            try recordDecision(review, by: staff, choice, keep(reasons, as: "reasons"))
            try record(.proposalClosed(proposal.id, .rejected))
            guard proposal.measure == .notVerified else { return }
            try conclude(proposal.interview, report: report)
            return
        }
        guard proposal.isHeard(at: now) else {
            throw .wrongState(
                actual: "hearing", allowed: ["heard"],
                sentence:
                    "The person has until \(proposal.answerBy.rfc3339) to answer; confirm after the answer or that time."
            )
        }
        // Their own perception: a look that a colleague held before the review changed hands is notes to this person.
        let looked = session.attempts.contains {
            $0.purpose == .secondLook(review.id) && $0.interviewer == staff && $0.wasLookedAt
        }
        if proposal.ground.isSuspicion, !looked { throw .secondLookNeeded }
        let explanation = keep(reasons, as: "reasons")
        try recordDecision(review, by: staff, choice, explanation)
        try record(.proposalClosed(proposal.id, .confirmed))
        let statement = try prepareStatement(for: proposal, explanation: explanation)
        let attempt = try requireAttempt(proposal.interview)
        switch proposal.measure {
        case .notVerified:
            try close(
                proposal.interview, as: .assessed, reasons: [proposal.ground], fault: attempt.faultParty, counted: true)
            let items =
                session.caseFile(for: attempt, report: report, policy: policy)?.items ?? []
            try withhold(
                status: .notVerified, reason: proposal.ground, interview: proposal.interview,
                skills: skillLines(for: attempt, items: items).map(\.result), statement: statement)
            try enter(.deliberating(.statement(statement.id)))
        case .notDemonstrated(let skill):
            guard
                let base = session.withheld?.determination ?? session.unsigned ?? session.outcomeInForce?.determination
            else { return }
            var skills = base.skills
            for index in skills.indices where skills[index].skill == skill.rawValue {
                skills[index].result = .notDemonstrated
            }
            try withhold(
                status: base.status, reason: base.reason, interview: base.interview, skills: skills,
                statement: statement)
        }
    }

    private mutating func prepareStatement(
        for proposal: Proposal, explanation: PersonalTextID
    ) throws(Rejection) -> StatementOfReasons {
        let words = context.reasonTexts[proposal.ground]
        guard
            let lifts = NonEmptyText(words?.lifts ?? ""), let contest = NonEmptyText(words?.contest ?? ""),
            let contact = NonEmptyText("\(policy.contact.role): \(policy.contact.route)"),
            let statement = StatementOfReasons(
                id: newID(), measure: proposal.measure, facts: proposal.facts, ground: proposal.ground,
                explanation: explanation, lifts: lifts, redress: contest, contact: contact,
                appealUntil: now.addingMonths(policy.deadlines.appealMonths), automatedDetection: false, preparedAt: now
            )
        else {
            throw .corrupt(
                CorruptStream(sentence: "No statement of reasons can be made for \(proposal.ground.rawValue)."))
        }
        try record(.statementPrepared(statement))
        return statement
    }

    mutating func withhold(
        status: DeterminationStatus, reason: ReasonCode, interview: InterviewID, skills: [SkillResult],
        statement: StatementOfReasons
    ) throws(Rejection) {
        let statements = statements(behind: status, reason, skills, of: interview, including: statement)
        guard
            let determination = Determination(
                status: status, reason: reason, interview: interview, skills: skills, statements: statements,
                determinedAt: now)
        else {
            throw .corrupt(CorruptStream(sentence: "A determination does not fit its reason and statements."))
        }
        try record(.determinationWithheld(.init(statement: statement.id, determination: determination)))
    }

    /// The statement reached the person, as far as sending can: now the determination may be signed.
    public mutating func markStatementSent(_ id: StatementID, way: StatementOfReasons.Sending.Way) throws(Rejection) {
        guard let statement = session.statement(id) else { throw .unknown("This session has no such statement.") }
        guard statement.sent == nil else { return }
        try record(.statementSent(id, .init(way: way, at: now)))
        guard let withheld = session.withheld,
            withheld.determination.statements.allSatisfy({ session.statement($0)?.sent != nil })
        else { return }
        // A skill result is part of an outcome; where that was superseded meanwhile there is nothing left to supersede.
        guard withheld.determination.status != .verified || session.outcomeInForce != nil || session.unsigned != nil
        else { return }
        try record(.determined(withheld.determination))
        // A concluded session stays concluded while its outcome is replaced: its person may have a newer session open.
        guard session.phase != .concluded else { return }
        try enter(.deliberating(.signature))
    }

    /// Step 4 of issuing, inside the transaction that stores the token.
    public mutating func markIssued(_ outcome: Outcome) throws(Rejection) {
        guard session.unsigned == outcome.determination else {
            throw .corrupt(CorruptStream(sentence: "An outcome was issued that was not determined, or not any more."))
        }
        if let old = session.outcomeInForce { try record(.outcomeStatusChanged(old.id, .superseded)) }
        try record(.outcomeIssued(outcome))
        if let appeal = session.openAppeals.first {
            try enter(.inAppeal(appeal.id, resuming: .concluded))
        } else {
            try enter(.concluded)
        }
    }

    /// An outcome of this session was superseded by one of a later session.
    public mutating func markSuperseded(_ id: OutcomeID) throws(Rejection) {
        guard let outcome = session.outcome(id), outcome.status != .superseded else { return }
        try record(.outcomeStatusChanged(id, .superseded))
        // What was proposed against a skill of it has lost its object.
        for proposal in session.openProposals where proposal.interview == outcome.determination.interview {
            try record(.proposalClosed(proposal.id, .withdrawn))
            try record(.reviewClosed(proposal.review, at: now))
        }
    }
}
