import HTTPTypes
import Timekeeping
import Verification
import Workflow

/// Appealing in four steps: against what, on which ground, why, check. The first two are links, so that going back loses nothing.
struct AppealPages: Sendable {
    let pages: PageKit

    func register(on routes: RouteRegistrar) {
        pages.on(PageTable.appealPage, of: routes) { request in
            let own = try await AfterCase.load(request, pages)
            let choices = AppealChoices(own)
            guard !choices.targets.isEmpty else { return .page(nothing(own)) }
            let single = choices.targets.count == 1 ? choices.targets.first : nil
            guard let target = choices.find(request.query("against")) ?? single else {
                return .page(targetPage(own, choices, isMissing: request.query("against") != nil))
            }
            if let open = target.open { return .redirect(own.path("appeals/\(open)?done=open")) }
            guard let ground = request.query("ground").flatMap(AppealGround.init) else {
                return .page(groundPage(own, target, isMissing: request.query("ground") != nil))
            }
            return .page(AppealForm(own, target, ground, nil).page(FormErrors()))
        }
        pages.on(PageTable.appeal, of: routes) { request in try await post(request) }
        pages.on(PageTable.appealStatus, of: routes) { request in
            let own = try await AfterCase.load(request, pages)
            guard let appeal = own.session.appeal(try request.id("appeal")) else { throw Problem.notFound }
            return .page(AppealStatusView(own, appeal, done: request.query("done")).page)
        }
    }

    private func post(_ request: PageRequest) async throws -> PageReply {
        let own = try await AfterCase.load(request, pages)
        let choices = AppealChoices(own)
        guard let target = choices.find(request.form.text("against")) else {
            // Decided, superseded or too old since the form was opened; what was typed is given back.
            return .page(nothing(own, typed: request.form.text("statement")))
        }
        if let open = target.open { return .redirect(own.path("appeals/\(open)?done=open")) }
        guard let ground = AppealGround(rawValue: request.form.text("ground")) else {
            return .page(groundPage(own, target, isMissing: true))
        }
        let form = AppealForm(own, target, ground, request.form)
        let errors = form.errors
        guard errors.isEmpty else { return .page(form.page(errors)) }
        switch request.form.text("step") {
        case "send":
            do {
                let (_, appeal) = try await pages.bench.fileAppeal(
                    own.session.id, against: target.target, ground: ground, statement: form.statement,
                    newFacts: form.newFacts.isEmpty ? nil : form.newFacts, by: request.principal)
                return .redirect(own.path("appeals/\(appeal)?done=filed"))
            } catch Rejection.appealOpen(let id) {
                return .redirect(own.path("appeals/\(id)?done=open"))
            } catch Rejection.nothingToAppeal {
                return .page(nothing(try await AfterCase.load(request, pages), typed: form.statement))
            } catch WorkflowFailure.sessionOpen {
                return .page(nothing(own, typed: form.statement, why: "candidate_appeal_newer_session"))
            }
        case "edit": return .page(form.page(FormErrors()))
        default: return .page(form.check)
        }
    }

    // MARK: Steps

    private func targetPage(_ own: AfterCase, _ choices: AppealChoices, isMissing: Bool) -> Page {
        let words = own.words
        var errors = FormErrors()
        if isMissing { errors.add("against", words["candidate_appeal_error_target"]) }
        return own.page(
            "candidate/appeal_target", title: words["candidate_appeal_title_target"], at: "appeal", next: nil,
            [
                "error_summary": errors.summary, "action": .text(own.path("appeal")),
                "progress": .view(AfterParts.steps(Self.steps(words), current: 0)),
                "choices": .view(
                    AfterParts.radios(
                        id: "against", legend: words["candidate_appeal_target_legend"], hint: nil,
                        error: errors["against"],
                        options: choices.targets.map { target in
                            let until = words("candidate_appeal_until", ["moment": own.moment(target.until)])
                            return (target.word, target.name, "\(target.hint) \(until)")
                        }, checked: "")),
            ], status: isMissing ? .unprocessableContent : .ok)
    }

    private func groundPage(_ own: AfterCase, _ target: AppealChoices.Target, isMissing: Bool) -> Page {
        let words = own.words
        var errors = FormErrors()
        if isMissing { errors.add("ground", words["candidate_appeal_error_ground"]) }
        return own.page(
            "candidate/appeal_ground", title: words["candidate_appeal_title_ground"], at: "appeal", next: nil,
            [
                "error_summary": errors.summary, "action": .text(own.path("appeal")), "against": .text(target.word),
                "about": .text(target.name), "is_free": .flag(target.isFree),
                "progress": .view(AfterParts.steps(Self.steps(words), current: 1)),
                "line_href": .text(own.path("attempts/\(target.interview)")),
                "choices": .view(
                    AfterParts.radios(
                        id: "ground", legend: words["candidate_appeal_ground_legend"], hint: nil,
                        error: errors["ground"],
                        options: AppealGround.allCases.map { ground in
                            (
                                ground.rawValue, words["candidate_appeal_ground_\(ground.rawValue)"],
                                words["candidate_appeal_ground_\(ground.rawValue)_means"]
                            )
                        }, checked: "")),
            ], status: isMissing ? .unprocessableContent : .ok)
    }

    static func steps(_ words: Words) -> [String] {
        ["target", "ground", "why", "check"].map { words["candidate_appeal_step_\($0)"] }
    }

    /// There is nothing (more) to appeal: why, and the way on.
    private func nothing(_ own: AfterCase, typed: String = "", why: String = "candidate_appeal_nothing_text") -> Page {
        let words = own.words
        return own.page(
            "candidate/appeal_nothing", title: words["candidate_appeal_nothing_title"], at: "appeal",
            next: AfterParts.next(
                words["candidate_after_next_title"], words["candidate_appeal_nothing_next"], who: own.contact,
                href: own.path("messages"), label: words["candidate_after_write"]),
            [
                "text": .text(words[why]), "typed": .optional(typed.isEmpty ? nil : typed),
                "appeals": .list(
                    own.session.appeals.reversed().map {
                        [
                            "href": .text(own.path("appeals/\($0.id)")),
                            "label": .text(
                                words("candidate_appeal_of", ["moment": own.moment($0.filedAt)])),
                        ]
                    }),
                "has_appeals": .flag(!own.session.appeals.isEmpty),
            ], status: typed.isEmpty ? .ok : .conflict)
    }
}

/// The third and fourth step: the person's own words.
struct AppealForm {
    private static let longest = 10_000

    private let own: AfterCase
    private let target: AppealChoices.Target
    private let ground: AppealGround
    let statement: String
    let newFacts: String
    private var words: Words { own.words }

    init(_ own: AfterCase, _ target: AppealChoices.Target, _ ground: AppealGround, _ form: Form?) {
        self.own = own
        self.target = target
        self.ground = ground
        statement = form?.text("statement") ?? ""
        newFacts = form?.text("new_facts") ?? ""
    }

    var errors: FormErrors {
        var errors = FormErrors()
        if statement.isEmpty { errors.add("statement", words["candidate_appeal_error_statement"]) }
        if statement.count > Self.longest {
            errors.add("statement", words("candidate_after_error_long", ["most": String(Self.longest)]))
        }
        if target.wasDecided, newFacts.isEmpty { errors.add("new_facts", words["candidate_appeal_error_facts"]) }
        if newFacts.count > Self.longest {
            errors.add("new_facts", words("candidate_after_error_long", ["most": String(Self.longest)]))
        }
        return errors
    }

    private var answerBy: Instant {
        own.now.addingWorkingDays(own.policy.deadlines.appealAnswerWorkingDays)
    }

    private var common: View {
        let key = "candidate_appeal_ground_\(ground.rawValue)"
        return [
            "action": .text(own.path("appeal")), "against": .text(target.word), "ground": .text(ground.rawValue),
            "about": .text(target.name), "ground_name": .text(words[key]), "means": .text(words["\(key)_means"]),
            "changes": .text(words[target.isFree ? "candidate_appeal_changes_free" : "\(key)_changes"]),
            "answers": .text(
                words(
                    ground == .connectionQuality ? "candidate_appeal_answers_line" : "candidate_appeal_answers",
                    ["moment": own.moment(answerBy), "days": String(own.policy.deadlines.appealAnswerDaysMaximum)])),
            "was_decided": .flag(target.wasDecided), "line_href": .text(own.path("attempts/\(target.interview)")),
            "change_ground_href": .text(own.path("appeal?against=\(target.word)")),
        ]
    }

    func page(_ errors: FormErrors) -> Page {
        own.page(
            "candidate/appeal", title: words["candidate_appeal_title_why"], at: "appeal", next: nil,
            common.merging([
                "error_summary": errors.summary,
                "progress": .view(AfterParts.steps(AppealPages.steps(words), current: 2)),
                "statement_field": .view(
                    AfterParts.textarea(
                        id: "statement", label: words["candidate_appeal_statement_label"],
                        hint: words["candidate_appeal_statement_hint"], value: statement, error: errors["statement"],
                        required: true, most: Self.longest)),
                "facts_field": .view(
                    AfterParts.textarea(
                        id: "new_facts", label: words["candidate_appeal_facts_label"],
                        hint: words[
                            target.wasDecided ? "candidate_appeal_facts_needed" : "candidate_appeal_facts_hint"],
                        value: newFacts, error: errors["new_facts"], rows: 5, required: target.wasDecided,
                        most: Self.longest)),
            ]), status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    var check: Page {
        var rows = [
            AfterParts.row(words["candidate_appeal_row_against"], target.name),
            AfterParts.row(words["candidate_appeal_row_ground"], words["candidate_appeal_ground_\(ground.rawValue)"]),
            AfterParts.row(words["candidate_appeal_row_statement"], nil, values: AfterCase.paragraphs(statement)),
        ]
        if !newFacts.isEmpty {
            rows.append(
                AfterParts.row(words["candidate_appeal_row_facts"], nil, values: AfterCase.paragraphs(newFacts)))
        }
        return own.page(
            "candidate/appeal_check", title: words["candidate_appeal_title_check"], at: "appeal", next: nil,
            common.merging([
                "rows": .list(rows), "progress": .view(AfterParts.steps(AppealPages.steps(words), current: 3)),
                "statement": .text(statement), "new_facts": .text(newFacts),
            ]))
    }
}
