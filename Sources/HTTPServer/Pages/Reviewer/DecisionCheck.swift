import Timekeeping
import Verification
import Workflow

/// Check your answers: what is decided, what follows, and what the person will read, before anything happens.
struct DecisionCheck {
    let page: CasePage
    let option: DecisionOptions.Option

    private var words: Words { page.voice.words }
    private var voice: CaseVoice { page.voice }
    /// The voice in which the person will read it.
    private var told: CaseVoice { page.told.voice }

    var answer: Page {
        let review = page.dossier.file.review
        let session = page.dossier.file.session
        let chosen = page.facts.chosen(page.draft.facts)
        let heading = CaseHeading(review: review, session: session, options: page.options, voice: voice)
        return Page(
            "reviewer/check", title: words["reviewer_check_title"],
            heading.view.merging([
                "choice": .text(page.options.label(option, words)),
                "consequence": .text(page.options.consequence(option, words)),
                "is_adverse": .flag(page.options.isAdverse(option)),
                "action": .text("/reviews/\(review.id)/decision"), "option": .text(page.draft.option),
                "facts": .list(chosen.map { ["key": .text($0.key), "text": .text($0.text)] }),
                "explanation": .text(page.draft.explanation),
                "paragraphs": .paragraphs(page.draft.explanation), "preview": preview(session, review),
            ]))
    }

    private func result(_ measure: AdverseMeasure) -> String {
        switch measure {
        case .notVerified: told.words.of("reviewer_status", DeterminationStatus.notVerified.rawValue)
        case .notDemonstrated(let skill): told.words("reviewer_preview_skill", ["skill": told.skill(skill)])
        }
    }

    /// The statement of reasons as it would be sent, or what an appeal's answer says; absent where the person reads neither.
    private func preview(_ session: VerificationSession, _ review: Review) -> Slot {
        let words = told.words
        let reasons = [page.draft.explanation, page.draft.restingOn(page.told) ?? ""].joined(separator: "\n")
        func shown(_ title: String, _ rows: [View]) -> Slot {
            [
                "title": .text(self.words[title]), "rows": .list(rows), "lang": .text(words.language),
                "dir": .text(words.isRightToLeft ? "rtl" : "ltr"),
            ]
        }
        func row(_ key: String, _ values: [String]) -> View {
            ["term": .text(words["reviewer_preview_\(key)"]), "values": .texts(values)]
        }
        if option.choice == .confirm, let proposal = session.proposal(review: review.id) {
            let published = told.content.reasons[proposal.ground]
            let until = told.now.addingMonths(page.dossier.policy.deadlines.appealMonths)
            let contact = page.dossier.policy.contact
            return shown(
                "reviewer_preview_statement",
                [
                    row("measure", [result(proposal.measure)]),
                    row(
                        "facts",
                        proposal.facts.map { fact in
                            let text = told.text(fact.text)
                            return fact.at.map {
                                words("reviewer_fact_at", ["time": told.clock($0), "fact": text])
                            } ?? text
                        }),
                    row("ground", [told.reason(proposal.ground), published?.meaning ?? ""]),
                    row("explanation", reasons.split(separator: "\n").map(String.init)),
                    row("lifts", [published?.lifts ?? ""]), row("contest", [published?.contest ?? ""]),
                    row("until", [told.moment(until)]), row("contact", ["\(contact.role): \(contact.route)"]),
                    row("machines", [words["reviewer_preview_no_machines"]]),
                ])
        }
        guard option.choice == .refuse || option.choice == .grant else { return .absent }
        var rows = [row("explanation", reasons.split(separator: "\n").map(String.init))]
        if option.choice == .refuse { rows.append(row("outside", [page.dossier.policy.outsideBody])) }
        return shown("reviewer_preview_answer", rows)
    }
}
