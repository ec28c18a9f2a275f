import Verification
import Workflow

/// What each page of confirming shows: fields with what was answered or typed, and the errors beside them.
struct ConfirmForms: Sendable {
    let file: HomeCase
    let answers: ConfirmAnswers
    let form: Form
    let errors: FormErrors
    let sent: [Workbench.Message]

    private var words: Words { file.words }
    private var profile: ProfileSnapshot { file.session.profile }

    func view(of step: ConfirmStep) -> View {
        switch step {
        case .skills: skills
        case .facts: facts
        case .mode: mode
        case .consent: consent
        case .check: check
        }
    }

    /// What was sent to the person responsible already, so that nobody types it twice.
    var sentMessages: Slot {
        let own = sent.filter { $0.author == .candidate }.compactMap(\.text)
        return own.isEmpty ? .absent : ["messages": .texts(own)]
    }

    // MARK: The questions

    private var skills: View {
        let topics = file.bench.topics(of: file.session)
        let options = profile.declaredStack.enumerated().map { index, skill -> View in
            let topic = topics.first { $0.skill == skill.skill }
            let hint =
                skill.skill == nil
                ? words["candidate_confirm_skill_unknown"]
                : topic?.isAsked == false
                    ? words["candidate_confirm_skill_no_questions"]
                    : skill.level.map { words["candidate_level_\($0.rawValue)"] }
            return [
                "id": .text("strike-\(index)"), "value": .text(String(index)), "label": .text(file.name(of: skill)),
                "hint": .optional(hint), "checked": .flag(answers.struck.contains(index)),
            ]
        }
        return [
            "has_skills": .flag(!options.isEmpty),
            "skills": [
                "id": "strike", "name": "strike", "legend": .text(words["candidate_confirm_skills_legend"]),
                "hint": .text(words["candidate_confirm_skills_hint"]), "error": nil, "options": .list(options),
            ],
        ]
    }

    private var facts: View {
        let fields = profile.facts.enumerated().map { index, fact -> View in
            let id = "fact-\(index)"
            return [
                "name": .text(file.factName(fact.kind)), "value": .text(file.value(of: fact)),
                "field": [
                    "id": .text(id), "name": .text(id),
                    "label": .text(words("candidate_confirm_fact_label", ["fact": file.factName(fact.kind)])),
                    "hint": nil, "value": .text(form.text(id)), "error": .optional(errors[id]), "type": nil,
                    "autocomplete": nil, "inputmode": nil, "maxlength": .number(ConfirmPages.longestFact),
                    "required": false,
                ],
            ]
        }
        return [
            "has_facts": .flag(!fields.isEmpty), "facts": .list(fields),
            "question": textarea("question", rows: 4),
        ]
    }

    private var mode: View {
        let chosen = form.has("mode") ? InterviewMode(rawValue: form.text("mode")) : answers.mode
        let isSent = !form.all.isEmpty
        let options = InterviewMode.allCases.map { mode -> View in
            [
                "id": .text("mode-\(mode.rawValue)"), "value": .text(mode.rawValue), "label": .text(file.mode(mode)),
                "hint": .text(words["candidate_mode_\(mode.rawValue)_hint"]), "checked": .flag(mode == chosen),
            ]
        }
        let needs = ConfirmPages.needs.map { need -> View in
            [
                "id": .text("need-\(need)"), "value": .text(need), "label": .text(words["candidate_need_\(need)"]),
                "hint": .text(words["candidate_need_\(need)_hint"]),
                "checked": .flag(isSent && form.all("needs").contains(need)),
            ]
        }
        return [
            "modes": [
                "id": "mode", "name": "mode", "legend": .text(words["candidate_confirm_mode_legend"]), "hint": nil,
                "error": .optional(errors["mode"]), "options": .list(options),
            ],
            "needs": [
                "id": "needs", "name": "needs", "legend": .text(words["candidate_confirm_needs_legend"]),
                "hint": .text(words["candidate_confirm_needs_hint"]), "error": nil, "options": .list(needs),
            ],
            "need": textarea("need", rows: 2),
        ]
    }

    private var consent: View {
        [
            "stored": .list(file.whatIsStored),
            "consent": [
                "id": "consent", "name": "consent", "legend": .text(words["candidate_confirm_consent_legend"]),
                "hint": nil, "error": .optional(errors["consent"]),
                "options": [
                    [
                        "id": "consent-yes", "value": "yes",
                        "label": .text(words("candidate_confirm_consent_yes", ["platform": file.platform])),
                        "hint": nil, "checked": .flag(answers.consents),
                    ]
                ],
            ],
        ]
    }

    private var check: View {
        let kept = profile.declaredStack.enumerated().filter { !answers.struck.contains($0.offset) }.map(\.element)
        let struck = profile.declaredStack.enumerated().filter { answers.struck.contains($0.offset) }.map(\.element)
        var rows = [
            row("candidate_check_skills", kept.map { file.name(of: $0) }, "candidate_check_skills_none", .skills),
            row("candidate_check_struck", struck.map { file.name(of: $0) }, "candidate_check_struck_none", .skills),
        ]
        let own = sent.filter { $0.author == .candidate }.compactMap(\.text)
        rows.append(row("candidate_check_sent", own, "candidate_check_sent_none", .facts))
        rows.append(
            row("candidate_check_mode", answers.mode.map { [file.mode($0)] } ?? [], "candidate_check_none", .mode))
        rows.append(
            row("candidate_check_consent", [words["candidate_check_consent_yes"]], "candidate_check_none", .consent))
        let isNothingAsked = kept.allSatisfy { $0.skill == nil }
        return ["rows": .list(rows), "nothing_asked": .flag(isNothingAsked)]
    }

    // MARK: Parts

    private func row(_ term: String, _ values: [String], _ none: String, _ step: ConfirmStep) -> View {
        [
            "term": .text(words[term]), "value": nil, "values": .texts(values.isEmpty ? [words[none]] : values),
            "action_href": .text(answers.href(step, base: file.base, isChange: true)),
            "action_label": .text(words["candidate_change"]), "action_hidden": .text(words[term]),
        ]
    }

    private func textarea(_ id: String, rows: Int) -> Slot {
        [
            "id": .text(id), "name": .text(id), "label": .text(words["candidate_confirm_\(id)_label"]),
            "hint": .text(words["candidate_confirm_\(id)_hint"]), "value": .text(form.text(id)),
            "rows": .number(rows), "error": .optional(errors[id]), "maxlength": .number(ConfirmPages.longestText),
            "counter_max": nil, "required": false,
        ]
    }
}
