import HTTPTypes
import Timekeeping
import Verification
import Workflow

/// From the case to its decision: look, choose and explain, check, decide, and what happens next.
extension ReviewerPages {
    func showCase(_ request: PageRequest, id: ReviewID) async throws -> PageReply {
        .page(show(try await casePage(request, id: id), request, done: request.query("done")))
    }

    /// Everything about the case, read once.
    private func casePage(_ request: PageRequest, id: ReviewID) async throws -> CasePage {
        let dossier = try await bench.dossier(id, for: request.principal, reports: reports)
        let voice = CaseVoice(
            words: request.words, zone: dossier.zone, now: request.now, reader: try request.staff(),
            texts: dossier.file.texts, content: bench.content)
        return CasePage(
            dossier: dossier, voice: voice,
            evidence: try await bench.lineEvidence(
                dossier.attempt.interview, for: request.principal, reports: reports),
            options: DecisionOptions(
                review: dossier.file.review, session: dossier.file.session, reader: voice.reader, now: request.now,
                policy: dossier.policy), facts: CaseFacts(dossier, voice: voice),
            told: CaseFacts(dossier, voice: voice.told(to: dossier.file.session, pages.catalogues)))
    }

    private func show(
        _ page: CasePage, _ request: PageRequest, done: String? = nil, status: HTTPResponse.Status = .ok
    ) -> Page {
        let heading = CaseHeading(
            review: page.dossier.file.review, session: page.dossier.file.session, options: page.options,
            voice: page.voice)
        var view = page.view
        view["error_summary"] = page.errors.summary
        view["done"] = .optional(done.flatMap { request.words.find("reviewer_done_\($0)") })
        return Page(
            "reviewer/case",
            title: request.words("reviewer_case_title", ["name": heading.name]), view, status: status,
            scripts: ["review.js"])
    }

    /// A form sent: the draft that can take effect, or the case again, with what is missing or to be changed.
    private enum Sent {
        case complete(CasePage, DecisionOptions.Option)
        case again(Page)
    }

    private func sent(_ request: PageRequest, id: ReviewID) async throws -> Sent {
        var page = try await casePage(request, id: id)
        page.draft = DecisionDraft(request.form)
        // "Change something" is a button of the same form, so that nothing typed goes through an address.
        if request.form.text("step") == "change" { return .again(show(page, request)) }
        page.errors = try await errors(in: page.draft, options: page.options, facts: page.facts, review: id, request)
        guard page.errors.isEmpty,
            let option = page.options.options.first(where: { $0.value == page.draft.option })
        else { return .again(show(page, request, status: .unprocessableContent)) }
        return .complete(page, option)
    }

    /// The draft as it would take effect.
    func check(_ request: PageRequest, id: ReviewID) async throws -> PageReply {
        switch try await sent(request, id: id) {
        case .again(let page): .page(page)
        case .complete(let page, let option): .page(DecisionCheck(page: page, option: option).answer)
        }
    }

    func decide(_ request: PageRequest, id: ReviewID) async throws -> PageReply {
        switch try await sent(request, id: id) {
        case .again(let page): return .page(page)
        case .complete(let page, let option):
            do {
                _ = try await bench.decideReview(
                    id, choice: option.choice, reasons: page.draft.explanation,
                    restingOn: page.draft.restingOn(page.told), effect: option.effect, by: request.principal)
            } catch let rejection as Rejection {
                let why = try Self.word(for: rejection)
                // The case moved on while it was read: its state now is shown with everything that was typed.
                var current = try await casePage(request, id: id)
                current.draft = page.draft
                current.errors.add("option", request.words[why])
                return .page(show(current, request, status: .conflict))
            }
            return .redirect("/reviews/\(id)/done")
        }
    }

    /// Why the case refuses a decision that was complete; throws what no reviewer can do anything about.
    private static func word(for rejection: Rejection) throws -> String {
        switch rejection {
        case .wrongState: return "reviewer_error_moved"
        case .secondLookNeeded: return "reviewer_hold_look"
        case .invalid: return "reviewer_error_option"
        case .questionOutOfScope, .unknown, .nothingToAppeal, .appealOpen, .lineTestRequired, .corrupt: throw rejection
        }
    }

    func showDone(_ request: PageRequest, id: ReviewID) async throws -> PageReply {
        let page = try await casePage(request, id: id)
        let words = request.words
        let review = page.dossier.file.review
        let session = page.dossier.file.session
        guard let decision = review.decision else { return .redirect("/reviews/\(id)") }
        let effect = session.appeal(review: id)?.effect
        // What happens next was worked out before the decision; its words still fit after it.
        let option = DecisionOptions.Option(choice: decision.choice, effect: decision.choice == .grant ? effect : nil)
        let heading = CaseHeading(review: review, session: session, options: page.options, voice: page.voice)
        let next = session.nextStep(policy: page.dossier.policy)
        return .page(
            Page(
                "reviewer/done", title: words["reviewer_done_title"],
                heading.view.merging([
                    "choice": .text(words.of("reviewer_choice", decision.choice.rawValue)),
                    "consequence": .text(page.options.consequence(option, words)),
                    "when": .text(page.voice.moment(decision.at)),
                    "statement": .optional(statement(of: session, review, words)),
                    "next_who": .text(
                        next.who == .nobody
                            ? words["reviewer_next_who_nobody"] : words.of("reviewer_who", next.who.rawValue)),
                    "next_what": .text(words.of("reviewer_next", next.what)),
                    "next_by": .optional(next.by.map(page.voice.moment)),
                ])))
    }

    /// Where the statement of reasons of a confirmed proposal is on its way.
    private func statement(of session: VerificationSession, _ review: Review, _ words: Words) -> String? {
        guard review.decision?.choice == .confirm, let proposal = session.proposal(review: review.id),
            let statement = session.statements.last(where: { $0.measure == proposal.measure })
        else { return nil }
        return words[statement.sent == nil ? "reviewer_statement_waiting" : "reviewer_statement_sent"]
    }
}
