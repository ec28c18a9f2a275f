public import Timekeeping

/// Filling in the scorecard, and objecting to what was asked.
extension Decision {
    /// What the interviewer sends for one item.
    public struct Record: Hashable, Sendable {
        public var answer: ItemAnswer
        public var note: String?
        public var askedAt: Instant?
        public var answeredAt: Instant?

        public init(answer: ItemAnswer, note: String?, askedAt: Instant?, answeredAt: Instant?) {
            self.answer = answer
            self.note = note
            self.askedAt = askedAt
            self.answeredAt = answeredAt
        }
    }

    /// Puts a further question of the bank on the scorecard, if the session's scope admits it (law 1) and the person never had it.
    public mutating func addQuestion(_ id: QuestionID, to interview: InterviewID) throws(Rejection) -> ItemID {
        let attempt = try requireRecordable(interview)
        let question = context.kits.lazy.flatMap(\.questions).first { $0.id == id }
        guard let question, let scoped = attempt.scorecard.scope.admit(question), attempt.isInterview else {
            throw .questionOutOfScope
        }
        let asked = session.askedQuestions.union(context.history.askedQuestions)
        guard !asked.contains(id), !attempt.scorecard.questions.contains(where: { $0.question.id == id }) else {
            throw .wrongState(
                actual: "asked before", allowed: [],
                sentence: "This person has had this question; a question is never asked twice.")
        }
        let item = ScorecardItem(id: newID(), subject: .question(scoped))
        try record(.itemAdded(.init(interview: interview, item: StoredItem(item))))
        return item.id
    }

    /// Records an item. Sending the same marks again keeps the time at which the server first saw them.
    public mutating func recordItem(_ id: ItemID, of interview: InterviewID, _ sent: Record) throws(Rejection) {
        let attempt = try requireRecordable(interview)
        guard let item = attempt.scorecard[id] else { throw .unknown("This scorecard has no such item.") }
        guard !item.isVoid else {
            throw .wrongState(
                actual: "void", allowed: ["open", "answered"],
                sentence: "The candidate objected to this question; it is void and nothing more can be recorded for it."
            )
        }
        switch (item.subject, sent.answer) {
        case (.question, .rating), (.identity, .check), (.fact, .check): break
        case (.question, .check):
            throw .invalid(
                pointer: "/rating", sentence: "A question takes a `rating`; `result` is for identity and fact checks.")
        case (.identity, .rating), (.fact, .rating):
            throw .invalid(
                pointer: "/result", sentence: "An identity or fact check takes a `result`; `rating` is for questions.")
        }
        let span = try span(of: sent, in: attempt, before: item.entry?.span)
        let note: PersonalTextID? = sent.note.flatMap { $0.isEmpty ? nil : keep($0, as: "note") }
        try record(
            .itemRecorded(
                .init(
                    interview: interview, item: id,
                    entry: ItemEntry(answer: sent.answer, span: span, note: note, recordedAt: now))))
    }

    /// "Not my stack", by the candidate, in the call or within the objection period.
    ///
    /// Against a question asked aloud (`item` nil) it voids the item whose span holds that time, if any. Against a card question it is
    /// recorded for the reviewer and voids nothing. After submission it is filed as an appeal on `out_of_scope_question`.
    public mutating func object(to item: ItemID?, askedAt: Instant, in interview: InterviewID) throws(Rejection)
        -> AppealID?
    {
        let attempt = try requireAttempt(interview)
        guard let startedAt = attempt.startedAt, attempt.isInterview else {
            throw .wrongState(
                actual: attempt.result.rawValue, allowed: ["in_progress", "assessed"],
                sentence: "An objection belongs to a question that was asked in the interview.")
        }
        let last = (attempt.endedAt ?? now) + .days(policy.deadlines.objectionDays)
        guard now <= last else {
            throw .wrongState(
                actual: attempt.result.rawValue, allowed: [],
                sentence: "Objections could be made until \(last.rfc3339); an appeal is still open to you.")
        }
        guard askedAt >= startedAt, askedAt <= now, askedAt <= attempt.endedAt ?? now else {
            throw .invalid(pointer: "/at", sentence: "Give a time within the interview, not in the future.")
        }
        if let item, attempt.scorecard[item] == nil {
            throw .invalid(pointer: "/item", sentence: "This interview's scorecard has no such item.")
        }
        let beforeSubmission = attempt.submission == nil && !attempt.isOver
        var voided: ItemID?
        if item == nil, beforeSubmission {
            voided =
                attempt.scorecard.items.first { candidate in
                    guard case .question = candidate.subject, let span = candidate.entry?.span else { return false }
                    return span.askedAt <= askedAt && askedAt <= span.answeredAt
                }?.id
        }
        try record(
            .questionObjected(
                .init(
                    interview: interview,
                    objection: ScopeObjection(item: item, at: askedAt, filedAt: now, voided: voided))))
        guard !beforeSubmission, attempt.isOver else { return nil }
        let target: AppealTarget =
            if let outcome = session.outcomeInForce, outcome.determination.interview == interview {
                .outcome(outcome.id)
            } else {
                .attempt(interview)
            }
        // A further objection joins the appeal that is running; where there is nothing to appeal, it stands in the record.
        if let open = session.openAppeals.first(where: { $0.target == target }) { return open.id }
        guard isAppealable(target), !session.appeals.contains(where: { $0.target == target }) else { return nil }
        return try fileAppeal(
            against: target, ground: .outOfScopeQuestion,
            statement: "Objection to a question asked at \(askedAt.rfc3339).",
            newFacts: nil)
    }

    // MARK: Parts

    private func requireRecordable(_ id: InterviewID) throws(Rejection) -> Attempt {
        let attempt = try requireAttempt(id)
        guard attempt.startedAt != nil, attempt.submission == nil, !attempt.isOver else {
            throw .wrongState(
                actual: attempt.result.rawValue, allowed: ["in_progress"],
                sentence: "A scorecard can be filled in from the start of the interview until it is submitted.")
        }
        return attempt
    }

    private func span(
        of sent: Record, in attempt: Attempt, before: RecordedSpan?
    ) throws(Rejection) -> RecordedSpan? {
        guard let startedAt = attempt.startedAt else { return nil }
        switch (sent.askedAt, sent.answeredAt) {
        case (nil, nil): return before
        case (nil, .some):
            throw .invalid(pointer: "/asked_at", sentence: "`answered_at` needs an `asked_at` beside it.")
        case (.some, nil):
            throw .invalid(pointer: "/answered_at", sentence: "`asked_at` needs an `answered_at` beside it.")
        case (let asked?, let answered?):
            guard asked >= startedAt else {
                throw .invalid(
                    pointer: "/asked_at",
                    sentence: "The interview began at \(startedAt.rfc3339); nothing was asked before.")
            }
            guard asked <= answered else {
                throw .invalid(pointer: "/answered_at", sentence: "An answer cannot come before its question.")
            }
            guard answered.wholeSeconds <= now else {
                throw .invalid(
                    pointer: "/answered_at", sentence: "This lies in the future of the server's clock (\(now.rfc3339))."
                )
            }
            if let before, before.askedAt == asked, before.answeredAt == answered { return before }
            return RecordedSpan(askedAt: asked, answeredAt: answered, receivedAt: now)
        }
    }
}
