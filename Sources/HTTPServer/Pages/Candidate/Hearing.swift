import HTTPTypes
import Timekeeping
import Verification
import Workflow

/// Answering what is proposed: in words, by correcting facts, or both. Nothing is sent before it was read once more.
struct HearingPages: Sendable {
    let pages: PageKit

    func register(on routes: RouteRegistrar) {
        pages.on(PageTable.hearingPage, of: routes) { request in
            let own = try await AfterCase.load(request, pages)
            let form = HearingForm(own, nil)
            switch request.query("done") {
            case "sent", "corrected": return .page(confirmation(own))
            default: return .page(form.isOpen ? form.page(FormErrors()) : closed(own))
            }
        }
        pages.on(PageTable.hearing, of: routes) { request in
            let own = try await AfterCase.load(request, pages)
            let form = HearingForm(own, request.form)
            guard form.isOpen else { return .page(closed(own)) }
            let errors = form.errors
            guard errors.isEmpty else { return .page(form.page(errors)) }
            switch request.form.text("step") {
            case "send":
                do {
                    let session = try await pages.bench.answerProposal(
                        own.session.id, text: form.text.isEmpty ? nil : form.text, corrections: form.corrections,
                        by: request.principal)
                    let wasCorrected = session.proposals.contains { $0.state == .corrected }
                    return .redirect(own.path("hearing?done=\(wasCorrected ? "corrected" : "sent")"))
                } catch Rejection.wrongState {
                    // Decided between reading and sending.
                    return .page(closed(try await AfterCase.load(request, pages)))
                }
            case "edit": return .page(form.page(FormErrors()))
            default: return .page(form.check)
            }
        }
    }

    private func closed(_ own: AfterCase) -> Page {
        own.page(
            "candidate/hearing_closed", title: own.words["candidate_hearing_closed_title"], at: "hearing", next: nil,
            ["text": .text(own.words["candidate_hearing_closed_text"])])
    }

    /// What happens next, and when.
    private func confirmation(_ own: AfterCase) -> Page {
        let words = own.words
        let open = own.session.openProposals.first
        let next: View? = open.map { proposal in
            AfterParts.next(
                words["candidate_after_next_title"], words["candidate_hearing_sent_next"],
                by: own.moment(proposal.decideBy), who: own.contact)
        }
        let key = open == nil ? "candidate_hearing_corrected" : "candidate_hearing_sent"
        return own.page(
            "candidate/hearing_sent", title: words["\(key)_title"], at: "hearing", next: next,
            [
                "text": .text(words["\(key)_text"]), "can_add": .flag(open != nil),
                "hearing_href": .text(own.path("hearing")),
            ])
    }
}

/// The form of a hearing: one text, and one field for each fact that can be corrected.
struct HearingForm {
    private static let longestText = 10_000
    private static let longestFact = 200

    private let own: AfterCase
    private var words: Words { own.words }
    private let isSent: Bool
    let text: String
    private let facts: [(kind: String, said: String, value: String)]

    init(_ own: AfterCase, _ form: Form?) {
        self.own = own
        isSent = form != nil
        text = form?.text("text") ?? ""
        facts = own.session.profile.facts.map { fact in
            (fact.kind, own.text(fact.value), form?.text("fact_\(fact.kind)") ?? "")
        }
    }

    var isOpen: Bool { own.session.openProposals.contains { own.now < $0.decideBy } }

    /// What differs from the profile; a fact left empty or unchanged is no correction.
    var corrections: [(kind: String, value: String)] {
        facts.filter { !$0.value.isEmpty && $0.value != $0.said }.map { ($0.kind, $0.value) }
    }

    var errors: FormErrors {
        var errors = FormErrors()
        if text.isEmpty, corrections.isEmpty { errors.add("text", words["candidate_hearing_error_empty"]) }
        if text.count > Self.longestText {
            errors.add("text", words("candidate_after_error_long", ["most": String(Self.longestText)]))
        }
        for fact in facts where fact.value.count > Self.longestFact {
            errors.add("fact_\(fact.kind)", words("candidate_after_error_long", ["most": String(Self.longestFact)]))
        }
        return errors
    }

    func page(_ errors: FormErrors) -> Page {
        let deadline = own.session.openProposals.map { $0.hearing == nil ? $0.answerBy : $0.decideBy }.min()
        return own.page(
            "candidate/hearing", title: words["candidate_hearing_title"], at: "hearing",
            next: AfterParts.next(
                words["candidate_after_next_title"], words["candidate_hearing_next"], by: deadline.map(own.moment),
                who: own.contact),
            [
                "error_summary": errors.summary, "action": .text(own.path("hearing")),
                "proposals": .list(ProposalViews(own).open), "has_facts": .flag(!facts.isEmpty),
                "text_field": .view(
                    AfterParts.textarea(
                        id: "text", label: words["candidate_hearing_text_label"],
                        hint: words["candidate_hearing_text_hint"], value: text, error: errors["text"],
                        required: false, most: Self.longestText)),
                "facts": .list(
                    facts.map { fact in
                        AfterParts.field(
                            id: "fact_\(fact.kind)",
                            label: words("candidate_hearing_fact_label", ["kind": own.factName(fact.kind)]),
                            hint: words("candidate_hearing_fact_hint", ["value": fact.said]), value: fact.value,
                            error: errors["fact_\(fact.kind)"], required: false, most: Self.longestFact)
                    }),
                "was_heard": .flag(own.session.openProposals.contains { $0.hearing != nil }),
            ], status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    /// Check your answers: everything once more, in hidden fields for the way on and back.
    var check: Page {
        var rows = [AfterParts.row(words["candidate_hearing_row_text"], nil, values: paragraphs)]
        rows += corrections.map { correction in
            AfterParts.row(
                words("candidate_hearing_fact_label", ["kind": own.factName(correction.kind)]), correction.value)
        }
        return own.page(
            "candidate/hearing_check", title: words["candidate_hearing_check_title"], at: "hearing", next: nil,
            [
                "rows": .list(rows), "action": .text(own.path("hearing")),
                "hidden": .list(
                    [["name": "text", "value": .text(text)]]
                        + facts.map { ["name": .text("fact_\($0.kind)"), "value": .text($0.value)] }),
            ])
    }

    private var paragraphs: [String] {
        text.isEmpty ? [words["candidate_hearing_no_text"]] : AfterCase.paragraphs(text)
    }
}

extension AfterCase {
    /// Line breaks are kept by making a paragraph of each line.
    static func paragraphs(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: true).map(String.init)
    }

    func factName(_ kind: String) -> String {
        words.find("candidate_fact_\(kind)") ?? kind.split(separator: "_").joined(separator: " ")
    }
}
