import Verification
import Workflow

/// What a reviewer has chosen and typed so far; it travels from page to page in the form and is stored nowhere before it is decided.
struct DecisionDraft: Sendable {
    var option = ""
    var facts: [String] = []
    var explanation = ""

    init() {}

    init(_ form: Form) {
        option = form.text("option")
        facts = Array(form.all("facts").prefix(200))
        explanation = form.text("explanation")
    }

    /// The facts that the explanation rests on, as they are stored below it: in the language and the zone of the person whose case it is.
    func restingOn(_ told: CaseFacts) -> String? {
        let chosen = told.chosen(facts)
        guard !chosen.isEmpty else { return nil }
        let list = chosen.map { "– \($0.text)" }.joined(separator: "\n")
        return "\(told.voice.words["reviewer_reasons_rest_on"])\n\(list)\n\(told.zoneNote)"
    }
}

extension ReviewerPages {
    /// What is wrong with a draft; the first question is whether the words are this case's own (law 4).
    func errors(
        in draft: DecisionDraft, options: DecisionOptions, facts: CaseFacts, review: ReviewID, _ request: PageRequest
    ) async throws -> FormErrors {
        let words = request.words
        var errors = FormErrors()
        if !options.options.contains(where: { $0.value == draft.option }) {
            errors.add("option", words["reviewer_error_option"])
        }
        if facts.chosen(draft.facts).isEmpty { errors.add("facts", words["reviewer_error_facts"]) }
        guard draft.explanation.count <= Workbench.longestExplanation else {
            errors.add("explanation", words("reviewer_error_long", ["count": String(Workbench.longestExplanation)]))
            return errors
        }
        switch try await bench.defect(inReasons: draft.explanation, for: review, by: try request.staff()) {
        case nil: break
        case .empty: errors.add("explanation", words["reviewer_error_empty"])
        case .tooShort:
            errors.add("explanation", words("reviewer_error_short", ["count": String(OwnWords.fewestLetters)]))
        case .usedInAnotherCase(let id):
            errors.add("explanation", words("reviewer_error_repeated", ["review": id.rawValue]))
        case .published: errors.add("explanation", words["reviewer_error_published"])
        }
        return errors
    }
}
