public import ConnectionQuality
public import Timekeeping

/// From the end of a call to a result: score, look up the table, and do what its row says.
extension Decision {
    /// Ends the call. A technical failure closes the attempt there; a submission is then for the record only.
    public mutating func endCall(_ id: InterviewID, by actor: Actor, report: CallReport, lineFailed: Bool)
        throws(Rejection)
    {
        let attempt = try requireAttempt(id)
        guard attempt.startedAt != nil else {
            throw .wrongState(
                actual: attempt.result.rawValue, allowed: ["in_progress"],
                sentence: "The interview has not been started.")
        }
        guard attempt.endedAt == nil else { return }
        try closeLastSpan(of: attempt)
        try record(.callEnded(.init(interview: id, by: actor, at: now)))
        guard attempt.isInterview, !attempt.isOver else { return }
        try record(.callScored(.init(interview: id, call: CallRecord(report: report, endedByFailure: lineFailed))))
        if report.verdict == .technicalFailure {
            try abort(id, fault: report.faultParty)
        } else {
            try enter(.deliberating(.scorecard(id, by: now + .hours(policy.deadlines.scorecardHours))))
        }
    }

    /// The answer that was still under way ends with the call: no later moment may be taken for its end. Only the last question
    /// asked can be meant, so that what is closed never overlaps with another item.
    private mutating func closeLastSpan(of attempt: Attempt) throws(Rejection) {
        let marked = attempt.scorecard.items.compactMap { item -> (id: ItemID, span: RecordedSpan, entry: ItemEntry)? in
            guard !item.isVoid, let entry = item.entry, let span = entry.span else { return nil }
            return (item.id, span, entry)
        }
        guard !attempt.isOver, var last = marked.max(by: { $0.span.askedAt < $1.span.askedAt }), last.span.isOpen,
            last.span.askedAt < now,
            marked.allSatisfy({ $0.id == last.id || $0.span.answeredAt <= last.span.askedAt })
        else { return }
        last.entry.span = RecordedSpan(askedAt: last.span.askedAt, answeredAt: now, receivedAt: now)
        try record(.itemRecorded(.init(interview: attempt.interview, item: last.id, entry: last.entry)))
    }

    public struct Submit: Hashable, Sendable {
        public struct ReportedFinding: Hashable, Sendable {
            public var code: ReasonCode
            public var text: String
            public var at: Instant

            public init(code: ReasonCode, text: String, at: Instant) {
                self.code = code
                self.text = text
                self.at = at
            }
        }

        public var recommendation: Recommendation
        public var summary: String
        public var findings: [ReportedFinding]

        public init(recommendation: Recommendation, summary: String, findings: [ReportedFinding]) {
            self.recommendation = recommendation
            self.summary = summary
            self.findings = findings
        }
    }

    /// Submits the scorecard, which then never changes, and decides what can be decided without a second person.
    public mutating func submitScorecard(
        _ id: InterviewID, _ submit: Submit, report: CallReport
    ) throws(Rejection) {
        let attempt = try requireAttempt(id)
        guard let startedAt = attempt.startedAt, attempt.endedAt != nil else {
            throw .wrongState(
                actual: attempt.result.rawValue, allowed: ["ended"],
                sentence: "End the call before submitting the scorecard.")
        }
        guard attempt.submission == nil else {
            throw .wrongState(
                actual: "submitted", allowed: ["ended"],
                sentence: "The scorecard was submitted; it cannot change any more.")
        }
        for (index, finding) in submit.findings.enumerated() {
            guard Finding.reportable.contains(finding.code) else {
                throw .invalid(
                    pointer: "/findings/\(index)/code",
                    sentence: "Report one of \(Finding.reportable.map(\.rawValue).joined(separator: ", ")).")
            }
            guard finding.at >= startedAt, finding.at <= now else {
                throw .invalid(
                    pointer: "/findings/\(index)/at", sentence: "Give a time between the interview's start and now.")
            }
        }
        let findings = submit.findings.map {
            Finding(code: $0.code, text: keep($0.text, as: "finding"), at: $0.at)
        }
        try record(
            .scorecardSubmitted(
                .init(
                    interview: id,
                    submission: Submission(
                        recommendation: submit.recommendation, summary: keep(submit.summary, as: "summary"),
                        findings: findings, at: now))))
        if case .secondLook(let review) = attempt.purpose {
            try close(id, as: .assessed, reasons: [], fault: nil, counted: false)
            try record(.secondLookHeld(review, at: now))
            return
        }
        guard !attempt.isOver else { return }
        try record(
            .callScored(
                .init(
                    interview: id,
                    call: CallRecord(report: report, endedByFailure: attempt.call?.endedByFailure ?? false))))
        try conclude(id, report: report)
    }

    /// Looks the attempt up in the decision table and does what its row says.
    mutating func conclude(_ id: InterviewID, report: CallReport) throws(Rejection) {
        let attempt = try requireAttempt(id)
        guard let file = session.caseFile(for: attempt, report: report, policy: policy) else { return }
        switch DecisionTable.conclude(file).conclusion {
        case .technical(_, let fault):
            try abort(id, fault: fault)
        case .disputed:
            try openReview(.disputed, of: id, dueAt: now + .hours(policy.deadlines.deliberationHours))
        case .engagement(let code):
            try closeEngagement(id, code)
        case .void(let code):
            try close(id, as: .void, reasons: [code], fault: nil, counted: false)
            try becomeReadyToBook(priority: true)
        case .proposal(let code):
            try close(id, as: .assessed, reasons: [], fault: attempt.call?.faultParty, counted: true)
            try propose(
                .notVerified, ground: code, facts: adverseFacts(for: code, file: file, attempt: attempt), on: id)
        case .inconclusive(let code):
            try close(id, as: .assessed, reasons: [code], fault: nil, counted: true)
            if triesAreUsedUp {
                // A machine offers another try; ending the search is for a person.
                try openReview(.disputed, of: id, dueAt: now + .hours(policy.deadlines.deliberationHours))
            } else {
                try becomeReadyToBook(priority: false)
            }
        case .verified(let code):
            try verify(id, code: code, file: file)
        }
    }

    mutating func verify(_ id: InterviewID, code: ReasonCode, file: CaseFile) throws(Rejection) {
        let attempt = try requireAttempt(id)
        let afterAppeal = session.outcomes.contains { $0.status == .suspended }
        let reason: ReasonCode = code == .verified && afterAppeal ? .verifiedAfterAppeal : code
        try close(id, as: .assessed, reasons: [reason], fault: attempt.call?.faultParty, counted: true)
        let lines = skillLines(for: attempt, items: file.items)
        try determine(.verified, reason: reason, interview: id, skills: lines.map(\.result), statements: [])
        // A skill proposal never holds up the outcome: the skill is not assessed until a second person has spoken.
        for line in lines where line.isLow {
            let facts = line.items.map { item in
                ObservedFact(
                    text: item.entry?.note ?? keep(describe(item), as: "fact"), at: item.entry?.span?.askedAt,
                    item: item.id)
            }
            try propose(
                .notDemonstrated(SkillID(line.result.skill)), ground: .skillNotDemonstrated, facts: facts, on: id)
        }
        if draw({ $0.number(below: 100) }) < policy.audit.positivePercent {
            try openAudit(of: id)
        }
    }

    mutating func determine(
        _ status: DeterminationStatus, reason: ReasonCode, interview: InterviewID, skills: [SkillResult],
        statements: [StatementOfReasons]
    ) throws(Rejection) {
        guard
            let determination = Determination(
                status: status, reason: reason, interview: interview, skills: skills, statements: statements,
                determinedAt: now)
        else {
            throw .corrupt(CorruptStream(sentence: "A determination does not fit its reason and statements."))
        }
        try record(.determined(determination))
        try releaseCurrentInterview()
        try enter(.deliberating(.signature))
    }

    /// A result that comes while another interview is booked or under way makes that one needless; it is nobody's failure.
    mutating func releaseCurrentInterview() throws(Rejection) {
        switch session.phase {
        case .booked(let id): try close(id, as: .cancelled, reasons: [], fault: nil, counted: false)
        case .inProgress(let id), .deliberating(.scorecard(let id, _)):
            guard session.attempt(id)?.isOver == false else { return }
            try close(id, as: .void, reasons: [.scorecardIncomplete], fault: nil, counted: false)
        case .opened, .readyToBook, .deliberating, .concluded, .inAppeal, .expired, .refused, .cancelled: return
        }
    }

    /// The statements behind what is adverse in a result, and no others.
    func statements(
        behind status: DeterminationStatus, _ reason: ReasonCode, _ skills: [SkillResult], of interview: InterviewID,
        including added: StatementOfReasons? = nil
    ) -> [StatementOfReasons] {
        let confirmed = session.proposals.filter { $0.interview == interview && $0.state == .confirmed }
        return session.statements.filter { statement in
            guard statement.id == added?.id || confirmed.contains(where: { $0.measure == statement.measure }) else {
                return false
            }
            return switch statement.measure {
            case .notVerified: status == .notVerified && statement.ground == reason
            case .notDemonstrated(let skill):
                skills.contains { $0.skill == skill.rawValue && $0.result == .notDemonstrated }
            }
        }
    }

    /// Ends an attempt for a technical reason: never counted, and the next booking comes at once.
    mutating func abort(_ id: InterviewID, fault: FaultParty) throws(Rejection) {
        try close(id, as: .abortedTechnical, reasons: [.connection(fault)], fault: fault, counted: false)
        let own = session.candidateTechnicalAborts + context.history.candidateTechnicalAborts
        if fault == .candidate, own >= policy.attempts.candidateTechnicalInconclusive {
            let attempt = try requireAttempt(id)
            let skills = skillLines(for: attempt, items: []).map(\.result)
            try determine(.inconclusive, reason: .repeatedTechnical, interview: id, skills: skills, statements: [])
        } else {
            try becomeReadyToBook(priority: true)
        }
    }

    mutating func closeEngagement(_ id: InterviewID, _ code: ReasonCode) throws(Rejection) {
        try close(id, as: .notHeld, reasons: [code], fault: nil, counted: code.countsTowardLimit)
        if code == .declinedToTakePart {
            try enter(.refused(at: now))
        } else if triesAreUsedUp {
            try runOut(code, at: now)
        } else {
            try becomeReadyToBook(priority: false)
        }
    }

    /// Time or tries have run out. Nothing adverse follows: a suspended outcome stays suspended, as only a new interview or a person may
    /// put it back in force, and the person can reopen.
    mutating func runOut(_ reason: ReasonCode?, at: Instant) throws(Rejection) {
        try enter(session.outcomeInForce?.status == .valid ? .concluded : .expired(reason, at: at))
    }

    var triesAreUsedUp: Bool {
        session.countedAttempts + context.history.countedAttempts >= policy.attempts.countedMaximum
    }

    mutating func close(
        _ id: InterviewID, as result: AttemptResult, reasons: [ReasonCode], fault: FaultParty?, counted: Bool
    ) throws(Rejection) {
        try record(
            .attemptClosed(
                .init(
                    interview: id, result: result, reasonCodes: reasons, faultParty: fault, countsTowardLimit: counted,
                    at: now)))
    }

    func skillLines(for attempt: Attempt, items: [AssessedItem]) -> [SkillTable.Line] {
        SkillTable.lines(
            stack: session.profile.declaredStack, scope: attempt.scorecard.scope, items: items, policy: policy)
    }

    // MARK: Facts of a proposal

    private mutating func adverseFacts(for code: ReasonCode, file: CaseFile, attempt: Attempt) -> [ObservedFact] {
        let reported = (attempt.submission?.findings ?? []).filter { $0.code == code }.map {
            ObservedFact(text: $0.text, at: $0.at, item: nil)
        }
        let contradicted = file.items.filter { assessed in
            guard assessed.isAbove, assessed.check == .mismatch else { return false }
            return code == .profileFactContradicted
                ? assessed.isFact : code == .personMismatch && assessed.isMandatoryIdentity
        }
        return reported
            + contradicted.map { assessed in
                ObservedFact(
                    text: assessed.item.entry?.note ?? keep(describe(assessed.item), as: "fact"),
                    at: assessed.item.entry?.span?.askedAt, item: assessed.item.id)
            }
    }

    /// What stands in a statement where the interviewer left no note: the item and what was recorded, nothing more.
    private func describe(_ item: ScorecardItem) -> String {
        switch (item.subject, item.entry?.answer) {
        case (.question(let scoped), .rating(.rated(let points))?):
            "The answer to “\(scoped.question.text)” was rated \(points) of 5: \(anchor(points, of: scoped.question))"
        case (.question(let scoped), _): "The question “\(scoped.question.text)” was asked."
        case (.fact(let fact), _): "What the profile says about \(fact.kind) did not match what was shown or said."
        case (.identity(let check), _): "\(check.title): \(check.anchors.mismatch)"
        }
    }

    private func anchor(_ points: Int, of question: Question) -> String {
        switch points {
        case ...2: question.anchors.one
        case 3, 4: question.anchors.three
        default: question.anchors.five
        }
    }
}

extension VerificationSession {
    /// Puts together what the decision table looks at, from the record alone; replay uses the same function.
    public func caseFile(for attempt: Attempt, report: CallReport, policy: Policy) -> CaseFile? {
        guard let startedAt = attempt.startedAt, let endedAt = attempt.endedAt, let submission = attempt.submission
        else {
            return nil
        }
        return CaseFile(
            items: assess(attempt.scorecard, report: report, mode: attempt.mode, thresholds: policy.quality),
            call: CallRecord(report: report, endedByFailure: attempt.call?.endedByFailure ?? false),
            dwell: endedAt - startedAt, recommendation: submission.recommendation,
            findings: submission.findings.map(\.code), setAside: setAside(for: attempt.interview), policy: policy)
    }

    /// What was decided, corrected or left to lapse about an attempt so far, always in the candidate's favour.
    func setAside(for interview: InterviewID) -> SetAside {
        var result = SetAside()
        result.disputedLine = reviews.contains {
            $0.kind == .disputed && $0.interview == interview && $0.decision?.choice == .assess
        }
        for proposal in proposals where proposal.interview == interview && proposal.measure == .notVerified {
            switch proposal.state {
            case .open, .confirmed, .withdrawn: continue
            case .rejected, .lapsed, .corrected: break
            }
            if proposal.ground.isSuspicion { result.suspicions.insert(proposal.ground) }
            if proposal.ground == .personMismatch { result.identityMismatch = true }
            if proposal.ground == .profileFactContradicted {
                result.factMismatch = true
                if proposal.state != .lapsed, proposal.hearing?.corrections.isEmpty == false { result.corrected = true }
            }
        }
        return result
    }
}
