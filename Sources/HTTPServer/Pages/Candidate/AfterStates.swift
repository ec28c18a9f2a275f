import Timekeeping
import Verification
import Workflow

/// What a candidate's home page says once there was an interview: where the case is, until when, who acts, and what
/// happens if nobody does.
///
/// The home page renders ``State/view`` with `candidate/after_state.mustache` under `State.title` as its only `h1`.
struct CandidateAfterStates: Sendable {
    let pages: PageKit

    struct State: Sendable {
        let title: String
        /// For `{{> candidate/after_state}}`.
        let view: View
    }

    /// The content for `deliberating`, `concluded` and `in_appeal`; `nil` in every other state.
    func state(of session: VerificationSession, _ request: PageRequest) async throws -> State? {
        let own = try await AfterCase.of(session, request, pages)
        guard let told = AfterStory(own).story else { return nil }
        return State(
            title: told.title,
            view: [
                "badge": .view(AfterParts.badge(told.badge.word, told.badge.tone)), "lead": .text(told.lead),
                "more": .texts(told.more), "next": .view(told.next),
                "proposals": .list(ProposalViews(own).open),
                "has_proposals": .flag(!session.openProposals.isEmpty),
                "proposals_are_heard": .flag(session.openProposals.allSatisfy { $0.hearing != nil }),
                "hearing_href": .text(own.path("hearing")),
                "last_attempt": .optional(lastAttempt(own)), "case_links": .list(own.links(except: "")),
                "contact_text": .text(own.contact), "messages_href": .text(own.path("messages")),
                "is_redacted": .flag(session.isRedacted),
            ])
    }

    /// How the latest interview ended where it did not count, for `{{#last_attempt}}{{> candidate/after_last_attempt}}`;
    /// `nil` where there is nothing to say.
    private func lastAttempt(_ own: AfterCase) -> View? {
        let session = own.session
        guard let attempt = session.attempts.last(where: { $0.isInterview && $0.isOver }),
            attempt.result != .cancelled, let code = attempt.reasonCodes.first
        else { return nil }
        let words = own.words
        let left = max(0, own.policy.attempts.countedMaximum - session.countedAttempts)
        let reason = own.content.reasons[code]
        var tone = "info"
        let counts: String
        switch attempt.result {
        case .abortedTechnical, .void: counts = words["candidate_after_does_not_count"]
        case .notHeld, .assessed:
            tone = "warn"
            counts =
                attempt.countsTowardLimit
                ? words("candidate_after_counts", ["left": String(left)]) : words["candidate_after_does_not_count"]
        case .booked, .inProgress, .cancelled: return nil
        }
        guard attempt.result != .assessed || code.group == .inconclusive else { return nil }
        return [
            "tone": .text(tone), "heading": .text(reason?.title ?? code.rawValue), "text": .text(counts),
            "meaning": .text(reason?.meaning ?? ""), "code": .text(code.rawValue),
            "reason_href": .text("/reasons/\(code.rawValue)"),
            "chart_href": .optional(attempt.call.map { _ in own.path("attempts/\(attempt.interview)") }),
            "when": .text(own.name(attempt)),
        ]
    }
}

/// Proposals as they are told to the person: what is proposed, why, and that nothing is decided.
struct ProposalViews {
    let own: AfterCase

    init(_ own: AfterCase) { self.own = own }

    var open: [View] { own.session.openProposals.map(view) }

    func view(_ proposal: Proposal) -> View {
        [
            "measure": .text(own.measure(proposal.measure)), "reason": .view(own.reason(proposal.ground)),
            "facts": .list(proposal.facts.map(own.fact)), "answer_by": .text(own.moment(proposal.answerBy)),
            "decide_by": .text(own.moment(proposal.decideBy)),
            "made_at": .text(own.moment(proposal.madeAt)), "is_heard": .flag(proposal.hearing != nil),
            "chart_href": .text(own.path("attempts/\(proposal.interview)")),
        ]
    }
}
