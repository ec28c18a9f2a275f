import Timekeeping
import Verification
import Workflow

/// What a review is about: the proposal and the person's answer, the appeal, the line in dispute, or the result that is audited.
struct CaseAbout {
    let dossier: Workbench.ReviewDossier
    let voice: CaseVoice

    private var words: Words { voice.words }
    private var session: VerificationSession { dossier.file.session }
    private var review: Review { dossier.file.review }

    var view: View {
        [
            "text": .text(words["reviewer_about_\(key)"]), "proposal": proposal, "appeal": appeal, "result": result,
            "trigger": .text(voice.text(session.trigger.explanation)),
        ]
    }

    private var key: String {
        guard review.kind == .disputed, let attempt = session.attempt(review.interview), attempt.isOver,
            attempt.reasonCodes.first?.group == .inconclusive
        else { return review.kind.rawValue }
        return "tries"
    }

    private var proposal: Slot {
        guard let proposal = session.proposal(review: review.id) else { return .absent }
        return [
            "measure": .text(voice.measure(proposal.measure)), "reason": .text(voice.reason(proposal.ground)),
            "reason_href": .text("/reasons/\(proposal.ground.rawValue)"),
            "meaning": .optional(voice.content.reasons[proposal.ground]?.meaning),
            "facts": .list(proposal.facts.map(fact)), "hearing": hearing(proposal),
            "answer_by": .text(voice.moment(proposal.answerBy)), "decide_by": .text(voice.moment(proposal.decideBy)),
            "state": .word(
                words.of("reviewer_proposal", proposal.state.rawValue),
                tone: proposal.state == .open ? "warn" : "quiet"),
        ]
    }

    private func fact(_ fact: ObservedFact) -> View {
        [
            "text": .text(voice.text(fact.text)), "time": .optional(fact.at.map(voice.clock)),
            "href": .optional(fact.item.map { "#item-\($0)" }),
        ]
    }

    private func hearing(_ proposal: Proposal) -> Slot {
        guard let hearing = proposal.hearing else { return .absent }
        return [
            "when": .text(voice.moment(hearing.at)), "has_text": .flag(hearing.text != nil),
            "paragraphs": .paragraphs(hearing.text.map(voice.text) ?? ""),
            "href": .text("#\(hearing.anchor)"),
            "corrections": .list(
                hearing.corrections.map { correction in
                    let declared = session.profile.facts.first { $0.kind == correction.kind }
                    return [
                        "kind": .text(words.of("reviewer_fact", correction.kind)),
                        "declared": .optional(declared.map { voice.text($0.value) }),
                        "corrected": .text(voice.text(correction.value)),
                    ]
                }), "has_corrections": .flag(!hearing.corrections.isEmpty),
        ]
    }

    private var appeal: Slot {
        guard let appeal = session.appeal(review: review.id) else { return .absent }
        let target: String
        switch appeal.target {
        case .attempt: target = words["reviewer_target_attempt"]
        case .outcome(let id):
            target = words(
                "reviewer_target_outcome",
                [
                    "result": session.outcome(id).map {
                        words.of("reviewer_status", $0.determination.status.rawValue)
                    } ?? ""
                ])
        case .skill(let id): target = words("reviewer_target_skill", ["skill": voice.skill(id)])
        }
        return [
            "target": .text(target), "ground": .text(words.of("reviewer_ground", appeal.ground.rawValue)),
            "paragraphs": .paragraphs(voice.text(appeal.statement)), "filed": .text(voice.moment(appeal.filedAt)),
            "answer_by": .text(voice.moment(appeal.answerBy)), "last": .text(voice.moment(review.dueAt)),
            "href": .text("#appeal-\(appeal.id)"), "earlier": .list(earlier(than: appeal)),
            "has_earlier": .flag(!earlier(than: appeal).isEmpty),
        ]
    }

    /// What was decided before about the same thing, by somebody else.
    private func earlier(than appeal: Appeal) -> [View] {
        session.reviews.filter { $0.interview == review.interview && $0.id != review.id }.compactMap { other in
            guard let decision = other.decision else { return nil }
            return [
                "choice": .text(words.of("reviewer_choice", decision.choice.rawValue)),
                "href": .text("#decision-\(other.id)"),
            ]
        }
    }

    private var result: Slot {
        guard review.kind != .appeal, review.kind != .proposal else { return .absent }
        let attempt = dossier.attempt
        return [
            "result": .text(words.of("reviewer_result", attempt.result.rawValue)),
            "codes": .texts(attempt.reasonCodes.map(voice.reason)),
        ]
    }
}
