import HTTPTypes
import Hummingbird
import StrictJSON
import Timekeeping
import Verification
import Workflow

/// The result with everything behind it: the signed outcome, reasons, skills, items, and statements of reasons in full.
struct ResultPages: Sendable {
    let pages: PageKit
    let reports: LineReports

    func register(on routes: RouteRegistrar) {
        pages.on(PageTable.resultPage, of: routes) { request in
            let loaded = try await AfterCase.load(request, pages)
            // Whoever is shown a statement of reasons has been sent it; only then may the outcome be signed (law 4). HEAD shows nothing.
            let session =
                request.http.method == .head
                ? loaded.session : try await pages.bench.markStatementsSeen(loaded.session)
            let own = try await AfterCase.of(session, request, pages)
            let tokens = try await pages.bench.tokens(of: session.id)
            let interview = (session.outcomeInForce ?? session.outcomes.last)?.determination.interview
            var evidence: LineEvidence?
            if let interview {
                evidence = try await pages.bench.lineEvidence(interview, for: request.principal, reports: reports)
            }
            return .page(ResultView(own, tokens: tokens, evidence: evidence).page)
        }
        pages.on(PageTable.resultToken, of: routes) { request in
            let own = try await AfterCase.load(request, pages)
            let id: OutcomeID = try request.id("outcome")
            guard own.session.outcome(id) != nil, let token = try await pages.bench.tokens(of: own.session.id)[id]
            else { throw Problem.notFound }
            return .file(name: "candor-\(id).jwt", type: "application/jwt", bytes: Array(token.utf8))
        }
    }
}

/// The result page's content.
struct ResultView {
    private let own: AfterCase
    private let tokens: [OutcomeID: String]
    private let evidence: LineEvidence?
    private var words: Words { own.words }
    private var session: VerificationSession { own.session }

    init(_ own: AfterCase, tokens: [OutcomeID: String], evidence: LineEvidence?) {
        self.own = own
        self.tokens = tokens
        self.evidence = evidence
    }

    var page: Page {
        let current = session.outcomeInForce ?? session.outcomes.last
        let hasAnything = current != nil || !session.statements.isEmpty
        let story = AfterStory(own).story
        let title =
            hasAnything
            ? words["candidate_result_title"] : words["candidate_result_none_title"]
        return own.page(
            "candidate/result", title: title, at: "result", next: next(current, story),
            [
                "is_empty": .flag(!hasAnything), "outcome": .optional(current.map(outcome)),
                "statements": .list(session.statements.reversed().map(statement)),
                "has_statements": .flag(!session.statements.isEmpty),
                "earlier": .list(earlier(than: current)), "has_earlier": .flag(session.outcomes.count > 1),
                "story_title": .optional(story?.title),
            ])
    }

    private func next(_ current: Outcome?, _ story: AfterStory.Story?) -> View? {
        if session.phase == .concluded, current != nil, session.openProposals.isEmpty {
            guard let appeal = AppealChoices(own).targets.first else {
                return AfterParts.next(
                    words["candidate_after_next_title"], words["candidate_result_nothing_next"], who: own.contact)
            }
            return AfterParts.next(
                words["candidate_after_next_title"], words["candidate_result_appeal_next"],
                by: own.moment(appeal.until), who: own.contact, href: own.path("appeal"),
                label: words["candidate_result_appeal_action"])
        }
        if let story { return story.next }
        return AfterParts.next(
            words["candidate_after_next_title"], words["candidate_result_go_home"], who: own.contact,
            href: own.path(""), label: words["candidate_after_link_home"])
    }

    private func outcome(_ outcome: Outcome) -> View {
        let determination = outcome.determination
        return [
            "badge": .view(badge(outcome)), "reason": .view(own.reason(determination.reason)),
            "id": .text(outcome.id.rawValue),
            "sentence": .text(words["candidate_result_sentence_\(determination.status.rawValue)"]),
            "is_not_verified": .flag(determination.status == .notVerified),
            "rows": .list([
                AfterParts.row(words["candidate_result_row_issued"], own.moment(outcome.issuedAt)),
                AfterParts.row(words["candidate_result_row_until"], words.day(outcome.expiresAt, zone: own.zone)),
                AfterParts.row(words["candidate_result_row_state"], words["candidate_result_state_\(state(outcome))"]),
                AfterParts.row(words["candidate_result_row_policy"], session.policyVersion),
            ]),
            "policy_href": .text("/policy/\(session.policyVersion)"),
            "skills": .list(determination.skills.map(skill)), "has_skills": .flag(!determination.skills.isEmpty),
            "token": .optional(tokens[outcome.id]), "token_label": .text(words["candidate_result_token_label"]),
            "download_href": .text(own.path("result/\(outcome.id)/token")),
            "line_href": .text(own.path("attempts/\(determination.interview)")),
            "items": .list(items), "has_items": .flag(!items.isEmpty),
            "referee": .optional(
                determination.status == .inconclusive ? AfterCase.sentence(own.policy.trustedReferee) : nil),
        ]
    }

    private func state(_ outcome: Outcome) -> String {
        outcome.status == .valid && outcome.expiresAt <= own.now ? "aged" : outcome.status.rawValue
    }

    private func badge(_ outcome: Outcome) -> View {
        let state = state(outcome)
        guard state == "valid" else {
            return AfterParts.badge(words["candidate_result_state_\(state)"], "quiet")
        }
        let status = outcome.determination.status
        let tone =
            switch status {
            case .verified: "good"
            case .notVerified: "bad"
            case .inconclusive: "warn"
            }
        return AfterParts.badge(words["candidate_after_badge_\(status.rawValue)"], tone)
    }

    private func skill(_ result: SkillResult) -> View {
        let tone =
            switch result.result {
            case .demonstrated: "good"
            case .notDemonstrated: "warn"
            case .notAssessed, .withdrawn: "quiet"
            }
        return [
            "name": .text(own.skillName(result.skill)),
            "level": .optional(result.level.map { words["candidate_result_level_\($0.rawValue)"] }),
            "word": .text(words["candidate_result_skill_\(result.result.rawValue)"]), "tone": .text(tone),
            "meaning": .text(words["candidate_result_skill_\(result.result.rawValue)_text"]),
            "code": .text(result.reason.rawValue), "href": .text("/reasons/\(result.reason.rawValue)"),
        ]
    }

    // MARK: Items

    /// Each item that was asked: what came of it, and whether it counted.
    ///
    /// Where fraud was suspected, which check did not match is not told here (NIST SP 800-63A-4); the statement of reasons has the facts.
    private var items: [View] {
        guard let evidence else { return [] }
        let spoken = LineEvidenceView(evidence: evidence, words: words, zone: own.zone, reader: .candidate)
        return evidence.items.map { item in
            [
                "title": .text(spoken.title(item.subject)),
                "came": .text(came(of: item)),
                "standing": .text(words["candidate_line_standing_\(item.standing.word)"]),
                "counts": .flag(item.standing == .above),
            ]
        }
    }

    /// What came of an item, in words; the own copy says the same.
    func came(of item: LineEvidence.Item) -> String {
        guard item.standing != .void else { return "–" }
        switch item.answer {
        case .rating(.rated(let points)): return words("candidate_result_rated", ["points": String(points)])
        case .rating(.notAsked): return words["candidate_result_not_asked"]
        case .rating(.declined): return words["candidate_result_declined"]
        case .rating(.notAssessableTechnical): return words["candidate_result_technical"]
        case .check(let result):
            guard !session.proposals.contains(where: { $0.ground.isSuspicion }) else {
                return words["candidate_result_checked"]
            }
            return words["candidate_result_check_\(result.rawValue)"]
        case nil: return words["candidate_result_not_asked"]
        }
    }

    // MARK: Statements

    /// All that Regulation (EU) 2022/2065 Art. 17(3) asks for, in the order in which a person asks.
    func statement(_ statement: StatementOfReasons) -> View {
        [
            "heading": .text(heading(statement)),
            "id": .text(statement.id.rawValue), "prepared": .text(own.moment(statement.preparedAt)),
            "facts": .list(statement.facts.map(own.fact)), "reason": .view(own.reason(statement.ground)),
            "explanation": .texts(AfterCase.paragraphs(own.text(statement.explanation))),
            "rows": .list([
                AfterParts.row(words["candidate_result_row_lifts"], statement.lifts.text),
                AfterParts.row(words["candidate_result_row_redress"], statement.redress.text),
                AfterParts.row(words["candidate_result_row_appeal_until"], own.moment(statement.appealUntil)),
                AfterParts.row(words["candidate_result_row_contact"], AfterCase.sentence(statement.contact.text)),
                AfterParts.row(words["candidate_result_row_outside"], AfterCase.sentence(own.policy.outsideBody)),
                AfterParts.row(
                    words["candidate_result_row_automated"],
                    words[
                        statement.automatedDetection
                            ? "candidate_result_automated_found" : "candidate_result_automated_none"]),
                AfterParts.row(words["candidate_result_row_scope"], scope(statement)),
            ]),
        ]
    }

    private func heading(_ statement: StatementOfReasons) -> String {
        switch statement.measure {
        case .notVerified: words["candidate_result_statement_not_verified"]
        case .notDemonstrated(let skill):
            words("candidate_result_statement_skill", ["skill": own.skillName(skill.rawValue)])
        }
    }

    private func scope(_ statement: StatementOfReasons) -> String {
        switch statement.measure {
        case .notVerified: words("candidate_result_scope_all", ["days": String(own.policy.validity.adverseDays)])
        case .notDemonstrated: words["candidate_result_scope_skill"]
        }
    }

    private func earlier(than current: Outcome?) -> [View] {
        session.outcomes.filter { $0.id != current?.id }.reversed().map { outcome in
            [
                "word": .text(words["candidate_after_badge_\(outcome.determination.status.rawValue)"]),
                "issued": .text(own.moment(outcome.issuedAt)),
                "state": .text(words["candidate_result_state_\(state(outcome))"]),
                "download_href": .optional(tokens[outcome.id].map { _ in own.path("result/\(outcome.id)/token") }),
            ]
        }
    }
}
