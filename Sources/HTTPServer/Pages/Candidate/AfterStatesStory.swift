import Timekeeping
import Verification
import Workflow

/// Each state after an interview in words: what is, what comes, by when, who, and what if nobody acts (law 8).
struct AfterStory {
    struct Story {
        var title: String
        var badge: (word: String, tone: String)
        var lead: String
        var more: [String] = []
        var next: View
    }

    private let own: AfterCase
    private var words: Words { own.words }
    private var session: VerificationSession { own.session }

    init(_ own: AfterCase) { self.own = own }

    var story: Story? {
        switch session.phase {
        case .deliberating(let waiting): deliberating(waiting)
        case .concluded: concluded
        case .inAppeal(let id, _): session.appeal(id).map(inAppeal)
        case .opened, .readyToBook, .booked, .inProgress, .expired, .refused, .cancelled: nil
        }
    }

    // MARK: Between the call and the result

    private func deliberating(_ waiting: Phase.Deliberation) -> Story {
        switch waiting {
        case .scorecard(_, let by): return waitingFor("scorecard", by: by)
        case .review(let id): return waitingFor("review", by: session.review(id)?.dueAt)
        case .proposal(let id):
            guard let proposal = session.proposal(id) else { return waitingFor("review", by: nil) }
            return proposed(proposal)
        case .statement(let id):
            let by = session.statement(id).map { $0.preparedAt + .hours(own.policy.deadlines.statementRetryHours) }
            var story = waitingFor("statement", by: by)
            story.next = next("statement", by: by, href: own.path("result"))
            return story
        case .signature: return waitingFor("signature", by: nil)
        }
    }

    /// The words of a state stand under one key: title, lead, what happens next and what if nobody acts.
    private func waitingFor(_ state: String, by: Instant?) -> Story {
        Story(
            title: words["candidate_after_\(state)_title"], badge: (words["candidate_after_badge_waiting"], "info"),
            lead: words["candidate_after_\(state)_lead"],
            more: [words.find("candidate_after_\(state)_if_nobody")].compactMap { $0 },
            next: next(state, by: by))
    }

    private func next(_ state: String, by: Instant?, href: String? = nil) -> View {
        AfterParts.next(
            words["candidate_after_next_title"], words["candidate_after_\(state)_next"], by: by.map(own.moment),
            who: own.contact, href: href, label: href.map { _ in words["candidate_after_\(state)_action"] })
    }

    private func proposed(_ proposal: Proposal) -> Story {
        let isHeard = proposal.hearing != nil
        let state = isHeard ? "heard" : "proposal"
        return Story(
            title: words["candidate_after_\(state)_title"],
            badge: (words[isHeard ? "candidate_after_badge_heard" : "candidate_after_badge_proposal"], "warn"),
            lead: words["candidate_after_\(state)_lead"], more: [words["candidate_after_proposal_if_nobody"]],
            next: next(
                state, by: isHeard ? proposal.decideBy : proposal.answerBy,
                href: own.now < proposal.decideBy ? own.path("hearing") : nil))
    }

    private func inAppeal(_ appeal: Appeal) -> Story {
        var story = waitingFor("appeal", by: appeal.answerBy)
        story.badge = (words["candidate_after_badge_appeal"], "info")
        story.next = next("appeal", by: appeal.answerBy, href: own.path("appeals/\(appeal.id)"))
        return story
    }

    // MARK: Concluded

    private var concluded: Story {
        guard let outcome = session.outcomeInForce else {
            var story = waitingFor("superseded", by: nil)
            story.badge = (words["candidate_after_badge_closed"], "quiet")
            story.next = next("superseded", by: nil, href: own.path("result"))
            return story
        }
        var story = standing(outcome)
        if let proposal = session.openProposals.first {
            let isHeard = proposal.hearing != nil
            story.more.append(words["candidate_after_skill_open"])
            story.next = next(
                isHeard ? "heard" : "proposal", by: isHeard ? proposal.decideBy : proposal.answerBy,
                href: own.path("hearing"))
        }
        if session.withheld != nil { story.more.append(words["candidate_after_withheld"]) }
        return story
    }

    private func standing(_ outcome: Outcome) -> Story {
        if outcome.status == .suspended { return result("suspended", tone: "warn", outcome) }
        if outcome.expiresAt <= own.now { return result("aged", tone: "quiet", outcome) }
        switch outcome.determination.status {
        case .verified: return result("verified", tone: "good", outcome)
        case .notVerified: return result("not_verified", tone: "bad", outcome)
        case .inconclusive:
            var story = result("inconclusive", tone: "warn", outcome)
            story.more.append(AfterCase.sentence(own.policy.trustedReferee))
            return story
        }
    }

    /// Where one skill was refused, the result is not the whole story, and there is a date until which it can be contested.
    private func result(_ state: String, tone: String, _ outcome: Outcome) -> Story {
        let skillRefused =
            state == "verified" && outcome.determination.skills.contains { $0.result == .notDemonstrated }
        let isAdverse = skillRefused || state == "not_verified"
        return Story(
            title: words["candidate_after_\(state)_title"], badge: (words["candidate_after_badge_\(state)"], tone),
            lead: words("candidate_after_\(state)_lead", ["until": words.day(outcome.expiresAt, zone: own.zone)]),
            next: AfterParts.next(
                words["candidate_after_next_title"],
                words[skillRefused ? "candidate_after_skill_next" : "candidate_after_\(state)_next"],
                by: isAdverse ? appealUntil(outcome).map(own.moment) : nil, who: own.contact,
                href: own.path("result"), label: words["candidate_after_see_result"]))
    }

    private func appealUntil(_ outcome: Outcome) -> Instant? {
        session.statements.last { outcome.determination.statements.contains($0.id) }?.appealUntil
            ?? outcome.issuedAt.addingMonths(own.policy.deadlines.appealMonths)
    }
}

extension AfterCase {
    /// The published texts stand in the middle of sentences; here they stand alone.
    static func sentence(_ text: String) -> String {
        let full = capitalised(text)
        return full.isEmpty || full.hasSuffix(".") ? full : full + "."
    }

    static func capitalised(_ text: String) -> String {
        text.first.map { $0.uppercased() + text.dropFirst() } ?? text
    }
}
