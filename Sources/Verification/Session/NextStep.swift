public import Timekeeping

/// Law 8: what comes next, who does it, by when, and who answers questions meanwhile. Every state has one.
public struct NextStep: Hashable, Sendable, Codable {
    public enum Who: String, Hashable, Sendable, Codable, CaseIterable {
        case candidate, interviewer, reviewer, platform, nobody
    }

    public var who: Who
    /// A stable word, such as `confirm_profile`, `book` or `answer_proposal`.
    public var what: String
    public var by: Instant?
    public var contact: String
    /// Other ways that are open meanwhile.
    public var alternatives: [String]
}

extension VerificationSession {
    public func nextStep(policy: Policy) -> NextStep {
        let contact = "\(policy.contact.role): \(policy.contact.route)"
        func step(_ who: NextStep.Who, _ what: String, by: Instant? = nil, alternatives: [String] = []) -> NextStep {
            NextStep(who: who, what: what, by: by, contact: contact, alternatives: alternatives)
        }
        switch phase {
        case .opened(let confirmBy): return step(.candidate, "confirm_profile", by: confirmBy)
        case .readyToBook(let ready):
            return step(
                .candidate, ready.needsLineTest ? "test_line_and_book" : "book", by: ready.bookBy,
                alternatives: ready.offersAlternatives ? ["audio", "chat", "trusted_referee"] : [])
        case .booked(let id):
            return step(.candidate, "join", by: attempt(id)?.startsAt)
        case .inProgress(let id):
            return step(.interviewer, "hold_interview", by: attempt(id)?.endsAt)
        case .deliberating(.scorecard(_, let by)): return step(.interviewer, "submit_scorecard", by: by)
        case .deliberating(.review(let id)): return step(.reviewer, "decide_review", by: review(id)?.dueAt)
        case .deliberating(.proposal(let id)):
            guard let proposal = proposal(id) else { return step(.reviewer, "decide_proposal") }
            return proposal.hearing == nil
                ? step(.candidate, "answer_proposal", by: proposal.answerBy)
                : step(.reviewer, "decide_proposal", by: proposal.decideBy, alternatives: ["answer_proposal"])
        case .deliberating(.statement(let id)):
            return step(
                .nobody, "statement_is_being_sent",
                by: statement(id).map { $0.preparedAt + .hours(policy.deadlines.statementRetryHours) })
        case .deliberating(.signature):
            // Signing follows at once; the deadline is when somebody should ask.
            return step(
                .nobody, "outcome_is_being_signed",
                by: unsigned.map { $0.determinedAt + .hours(policy.deadlines.deliberationHours) })
        case .concluded: return concludedStep { step($0, $1, by: $2, alternatives: $3) }
        case .inAppeal(let id, _): return step(.reviewer, "decide_appeal", by: appeal(id)?.answerBy)
        case .expired, .refused: return step(.candidate, "reopen")
        case .cancelled: return step(.platform, "open_new_session")
        }
    }

    private func concludedStep(
        _ step: (NextStep.Who, String, Instant?, [String]) -> NextStep
    ) -> NextStep {
        if let proposal = openProposals.first {
            return proposal.hearing == nil
                ? step(.candidate, "answer_proposal", proposal.answerBy, [])
                : step(.reviewer, "decide_proposal", proposal.decideBy, [])
        }
        if let withheld, let statement = statement(withheld.statement) {
            return step(.nobody, "statement_is_being_sent", statement.appealUntil, [])
        }
        guard let outcome = outcomeInForce else { return step(.platform, "open_new_session", nil, []) }
        let adverse = statements.last { outcome.determination.statements.contains($0.id) }
        switch outcome.determination.status {
        case .verified: return step(.nobody, "nothing", outcome.expiresAt, adverse == nil ? [] : ["appeal"])
        case .notVerified: return step(.candidate, "appeal_possible", adverse?.appealUntil, ["appeal"])
        case .inconclusive:
            return step(.candidate, "trusted_referee", outcome.expiresAt, ["trusted_referee", "appeal"])
        }
    }
}
