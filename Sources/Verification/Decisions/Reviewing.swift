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
        let review = try recordReview(.proposal, of: interview, dueAt: decideBy)
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

    mutating func recordReview(_ kind: Review.Kind, of interview: InterviewID, dueAt: Instant) throws(Rejection)
        -> ReviewID
    {
        let id = newID(ReviewIDKind.self)
        let assignee = context.drawReviewer(excludedReviewers)
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
        for review in session.openReviews where review.assignee.map(inactive.contains) ?? true {
            guard let assignee = context.drawReviewer(excludedReviewers.union(inactive)) else { continue }
            try record(.reviewAssigned(.init(review: review.id, assignee: assignee)))
        }
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
        let kept = corrections.map { Hearing.Correction(kind: $0.kind, value: keep($0.value, as: "fact")) }
        try record(
            .proposalHeard(
                .init(
                    proposals: open.map(\.id), hearing: Hearing(text: reference, corrections: kept, at: now))))
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
        guard assess, let report else {
            try close(
                review.interview, as: .abortedTechnical, reasons: [.connectionUnattributed], fault: .unknown,
                counted: false)
            try becomeReadyToBook(priority: true)
            return
        }
        if attempt.isOver, let code = attempt.reasonCodes.first, code.group == .inconclusive {
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
        guard let proposal = session.proposal(review: review.id), let report else { return }
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
        if proposal.ground.isSuspicion, review.secondLookHeldAt == nil { throw .secondLookNeeded }
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

    private mutating func withhold(
        status: DeterminationStatus, reason: ReasonCode, interview: InterviewID, skills: [SkillResult],
        statement: StatementOfReasons
    ) throws(Rejection) {
        let statements = session.statements.filter { earlier in
            earlier.id == statement.id || skills.contains { earlier.measure == .notDemonstrated(SkillID($0.skill)) }
        }
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
        try record(.determined(withheld.determination))
        try enter(.deliberating(.signature))
    }

    /// Step 4 of issuing, inside the transaction that stores the token.
    public mutating func markIssued(_ outcome: Outcome) throws(Rejection) {
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
    }
}
