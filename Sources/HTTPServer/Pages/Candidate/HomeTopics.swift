import Timekeeping
import Verification
import Workflow

/// What a person may know before agreeing: why, what will be asked, how it goes, and what is kept.
extension HomeCase {
    /// The platform's own rule; a link only where it is an address on the web.
    var trigger: Slot {
        let policy = session.trigger.policy
        return [
            "policy": .text(policy), "href": .optional(policy.hasPrefix("https://") ? policy : nil),
            "kind": .text(
                words.find("candidate_trigger_\(session.trigger.kind)")
                    ?? session.trigger.kind.split(separator: "_").joined(separator: " ")),
        ]
    }

    /// Each skill that can be asked about, with one question as a taste, which will not be asked.
    var topics: [View] {
        bench.topics(of: session).map { topic in
            [
                "name": .text(topic.name),
                "level": .optional(topic.level.map { words["candidate_level_\($0.rawValue)"] }),
                "sample": .optional(topic.isAsked ? topic.sampleQuestion : nil), "is_asked": .flag(topic.isAsked),
            ]
        }
    }

    /// Skills that no question exists for: reported as not assessed, which says nothing against anybody.
    var unknownSkills: [View] {
        session.profile.declaredStack.filter { $0.state == .unmapped }.map { ["text": .text($0.name)] }
    }

    /// Whether there is nothing to ask about: every skill is unknown here, or none has questions.
    var isOnlyUnknown: Bool {
        !session.profile.declaredStack.contains(where: \.struck)
            && !bench.topics(of: session).contains(where: \.isAsked)
    }

    var facts: [View] {
        session.profile.facts.map { ["name": .text(factName($0.kind)), "value": .text(value(of: $0))] }
    }

    var howItGoes: [View] {
        let interview = policy.interview
        return [
            [
                "text": .text(
                    words("candidate_how_length", ["length": words.duration(minutes: interview.lengthMinutes)]))
            ],
            ["text": .text(words("candidate_how_questions", ["count": String(interview.questions)]))],
            ["text": .text(words("candidate_how_identity", ["count": String(interview.livenessPrompts)]))],
            ["text": .text(words["candidate_how_line"])], ["text": .text(words["candidate_how_result"])],
            [
                "text": .text(
                    words("candidate_how_tries", ["count": String(policy.attempts.countedMaximum)]))
            ],
        ]
    }

    var whatIsStored: [View] {
        [
            ["text": .text(words["candidate_stored_what"])], ["text": .text(words["candidate_stored_never"])],
            [
                "text": .text(
                    words(
                        "candidate_stored_long",
                        [
                            "verified": String(policy.validity.verifiedMonths),
                            "appeal": String(policy.deadlines.appealMonths),
                        ]))
            ], ["text": .text(words("candidate_stored_delete", ["platform": platform]))],
        ]
    }
}
