import ConnectionQuality
import Timekeeping
import Verification
import Workflow

/// One case on one page: what it is about, the line, the timeline, the policy's trace; and beside them the decision.
struct CasePage {
    let dossier: Workbench.ReviewDossier
    let voice: CaseVoice
    let evidence: LineEvidence
    let options: DecisionOptions
    let facts: CaseFacts
    /// The same facts as the person reads them.
    let told: CaseFacts
    var draft = DecisionDraft()
    var errors = FormErrors()

    private var words: Words { voice.words }
    private var session: VerificationSession { dossier.file.session }
    private var review: Review { dossier.file.review }
    private var proposal: Proposal? { session.proposal(review: review.id) }
    private var appeal: Appeal? { session.appeal(review: review.id) }

    var view: View {
        // The numbers over the chart are those of the timeline; a list of its own would say everything twice.
        let timeline = ReviewTimeline(dossier, numbers: numbers, voice: voice)
        return CaseHeading(review: review, session: session, options: options, voice: voice).view.merging([
            "about": .view(CaseAbout(dossier: dossier, voice: voice).view),
            "profile_facts": .list(profileFacts), "has_profile_facts": .flag(!session.profile.facts.isEmpty),
            "recommendation": recommendation,
            "line": .view(
                LineEvidenceView(evidence: evidence, words: words, zone: voice.zone, reader: .staff).view
                    .merging(["items": [], "has_items": false])),
            "days": .list(timeline.days),
            "trace": dossier.trace.map { .list(TraceRows(trace: $0, voice: voice).views) } ?? .absent,
            "trace_conclusion": .optional(dossier.trace.map { conclusion($0.conclusion) }),
            "policy_href": .text("/policy/\(session.policyVersion)"),
            "policy_text": .text(words("reviewer_trace_policy", ["version": session.policyVersion])),
            "decision": decision, "form": form,
            "keys": .list([
                ["key": "j", "text": .text(words["reviewer_key_next"])],
                ["key": "k", "text": .text(words["reviewer_key_previous"])],
                ["key": "d", "text": .text(words["reviewer_key_decide"])],
                ["key": "?", "text": .text(words["reviewer_key_help"])],
            ]),
        ])
    }

    // MARK: The evidence

    /// The items as the chart counts them.
    private var numbers: [ItemID: Int] {
        Dictionary(evidence.items.enumerated().map { ($1.id, $0 + 1) }) { first, _ in first }
    }

    /// What the profile says, what the interview found, and what the person answered: side by side.
    private var profileFacts: [View] {
        session.profile.facts.map { fact in
            let item = dossier.attempt.scorecard.items.first { $0.subject == .fact(fact) }
            let correction = proposal?.hearing?.corrections.last { $0.kind == fact.kind }
            let answer = item.map(voice.answer)
            return [
                "kind": .text(words.of("reviewer_fact", fact.kind)), "declared": .text(voice.text(fact.value)),
                "found": answer.map { .word($0.text, tone: $0.tone) } ?? .absent,
                "href": .optional(item?.entry == nil ? nil : item.map { "#item-\($0.id)" }),
                "correction": .optional(correction.map { voice.text($0.value) }),
            ]
        }
    }

    private var recommendation: Slot {
        guard let submission = dossier.attempt.submission else { return .absent }
        return [
            "word": .text(words.of("reviewer_recommendation", submission.recommendation.rawValue)),
            "paragraphs": .paragraphs(voice.text(submission.summary)),
        ]
    }

    private func conclusion(_ conclusion: Conclusion) -> String {
        func says(_ key: String, _ code: ReasonCode? = nil) -> String {
            words("reviewer_conclusion_\(key)", ["reason": code.map(voice.reason) ?? ""])
        }
        return switch conclusion {
        case .technical(let code, _): says("technical", code)
        case .disputed: says("disputed")
        case .engagement(let code): says("engagement", code)
        case .void(let code): says("void", code)
        case .proposal(let code): says("proposal", code)
        case .inconclusive(let code): says("inconclusive", code)
        case .verified(let code): says("verified", code)
        }
    }

    // MARK: The decision

    /// What was decided, or why nobody has to decide any more; absent while the review is open.
    private var decision: Slot {
        guard !review.isOpen else { return .absent }
        guard let decision = review.decision else {
            return [
                "title": .text(words["reviewer_closed_title"]), "text": .text(words["reviewer_closed_text"]),
                "when": .optional(review.closedAt.map(voice.moment)), "paragraphs": [],
                "has_reasons": false,
            ]
        }
        return [
            "title": .text(words.of("reviewer_choice", decision.choice.rawValue)),
            "text": .text(words("reviewer_decided_by", ["who": voice.reviewer(decision.by)])),
            "when": .text(voice.moment(decision.at)), "paragraphs": .paragraphs(voice.text(decision.reasons)),
            "has_reasons": true,
        ]
    }

    /// The form, or why there is none for this reader.
    private var form: Slot {
        guard review.isOpen else { return .absent }
        let conflict = dossier.conflict.map { words.part($0, zone: voice.zone) }
        return [
            "conflict": .optional(conflict), "can_decide": .flag(conflict == nil),
            "action": .text("/reviews/\(review.id)/check"), "hold": hold,
            "option_error": .optional(errors["option"]), "facts_error": .optional(errors["facts"]),
            "explanation_error": .optional(errors["explanation"]), "explanation": .text(draft.explanation),
            "longest": .number(Workbench.longestExplanation),
            "options": .list(options.options.enumerated().map(option)),
            "near": .list(facts.near.enumerated().map { fact($1, id: "fact-\($0)") }),
            "other": .list(facts.other.enumerated().map { fact($1, id: "other-\($0)") }),
            "has_other": .flag(!facts.other.isEmpty),
            "other_open": .flag(!facts.other.allSatisfy { !draft.facts.contains($0.key) }),
        ]
    }

    private var hold: Slot {
        switch options.hold {
        case nil: .absent
        case .hearing(let until):
            ["text": .text(words("reviewer_hold_hearing", ["when": voice.moment(until)])), "href": nil, "label": nil]
        case .secondLook:
            [
                "text": .text(words["reviewer_hold_look"]), "href": .text("/reviews/\(review.id)/second-look"),
                "label": .text(words["reviewer_hold_look_link"]),
            ]
        }
    }

    private func option(_ index: Int, _ option: DecisionOptions.Option) -> View {
        [
            "id": .text("option-\(index + 1)"), "value": .text(option.value),
            "label": .text(options.label(option, words)), "hint": .text(options.consequence(option, words)),
            "checked": .flag(draft.option == option.value),
        ]
    }

    private func fact(_ fact: CaseFacts.Fact, id: String) -> View {
        [
            "id": .text(id), "value": .text(fact.key), "label": .text(fact.text),
            "hint": .optional(fact.hint), "href": .text("#\(fact.anchor)"),
            "checked": .flag(draft.facts.contains(fact.key)),
        ]
    }
}

/// The head of every page about one review: whose case, what kind, how long there is.
struct CaseHeading {
    let review: Review
    let session: VerificationSession
    let options: DecisionOptions
    let voice: CaseVoice

    var name: String { voice.text(session.profile.displayName) }

    var view: View {
        let words = voice.words
        let clock = ReviewClock(review: review, session: session, options: options, voice: voice)
        let base = "/reviews/\(review.id)"
        return [
            "id": .text(review.id.rawValue), "name": .text(name), "base": .text(base),
            "kind": .text(words.of("reviewer_kind", review.kind.rawValue)), "state": clock.state, "clock": clock.slot,
            "session": .text(session.id.rawValue), "interview": .text(review.interview.rawValue),
            "reference": .text(voice.text(session.profile.reference)),
            "candidate_languages": .text(session.profile.languages.joined(separator: ", ")),
            "candidate_zone": .text(voice.words.zoneName(session.profile.timeZone, at: voice.now)),
            "held_at": .text(
                (session.attempt(review.interview)?.startedAt ?? session.attempt(review.interview)?.startsAt)
                    .map(voice.moment) ?? ""),
            "zone_note": .text(voice.zoneNote),
            "needs_look": .flag(options.needsLook),
        ]
    }
}

/// What is due when, in words; a colour never says it alone.
struct ReviewClock {
    let review: Review
    let session: VerificationSession
    let options: DecisionOptions
    let voice: CaseVoice

    private var words: Words { voice.words }

    /// What has to happen next, as a badge.
    var state: Slot {
        guard review.isOpen else {
            guard let decision = review.decision else { return .word(words["reviewer_state_closed"]) }
            return .word(words.of("reviewer_choice", decision.choice.rawValue), tone: "info")
        }
        switch options.hold {
        case .hearing: return .word(words["reviewer_state_hearing"], tone: "info")
        case .secondLook: return .word(words["reviewer_state_look"], tone: "warn")
        case nil: return .word(words["reviewer_state_ready"], tone: "warn")
        }
    }

    /// The day that the person was promised, where there is one, comes before the last day.
    var slot: Slot {
        guard review.isOpen else { return .absent }
        let promised = session.appeal(review: review.id)?.answerBy
        let due = promised.map { voice.now < $0 ? $0 : review.dueAt } ?? review.dueAt
        let isOverdue = due < voice.now
        let left = words.distance(due - voice.now)
        let isClose = (due - voice.now) < .hours(4)
        return [
            "text": .text(words(isOverdue ? "reviewer_overdue" : "reviewer_due_in", ["span": left])),
            "tone": .text(isOverdue ? "bad" : isClose ? "warn" : "quiet"), "iso": .text(due.rfc3339),
            "moment": .text(voice.moment(due)),
            "last": .optional(
                promised.map { _ in words("reviewer_due_last", ["when": voice.moment(review.dueAt)]) }),
            "lapse": .text(words["reviewer_lapse_\(review.kind.rawValue)"]),
        ]
    }
}
