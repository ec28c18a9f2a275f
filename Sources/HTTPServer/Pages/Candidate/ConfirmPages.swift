import HTTPTypes
import Verification
import Workflow

/// Confirming, one question a page: what is mine, what is right, how we talk, whether I agree; then everything once more.
///
/// What somebody types is sent to the person responsible as soon as its page is, so that nothing typed waits for the last page.
struct ConfirmPages: Sendable {
    let pages: PageKit

    func register(on routes: RouteRegistrar) {
        pages.on(PageTable.confirmStart, of: routes) { request in
            let file = try await HomeCase.load(request, pages)
            if let elsewhere = Self.elsewhere(file) { return .redirect(elsewhere) }
            return .page(try await page(.skills, file, request))
        }
        pages.on(PageTable.confirmStep, of: routes) { request in
            let step = try Self.step(request)
            let file = try await HomeCase.load(request, pages)
            if let elsewhere = Self.elsewhere(file) { return .redirect(elsewhere) }
            let answers = ConfirmAnswers(request, skills: file.session.profile.declaredStack.count)
            if step == .check, let missing = answers.missing {
                return .redirect(answers.href(missing, base: file.base))
            }
            return .page(try await page(step, file, request))
        }
        pages.on(PageTable.confirmAnswer, of: routes) { request in
            let step = try Self.step(request)
            let file = try await HomeCase.load(request, pages)
            if let elsewhere = Self.elsewhere(file) { return .redirect(elsewhere) }
            switch step {
            case .skills: return answerSkills(file, request)
            case .facts: return try await answerFacts(file, request)
            case .mode: return try await answerMode(file, request)
            case .consent: return try await answerConsent(file, request)
            case .check: return try await confirm(file, request)
            }
        }
    }

    private static func step(_ request: PageRequest) throws -> ConfirmStep {
        guard let step = ConfirmStep(rawValue: try request.pathText("step")) else { throw Problem.notFound }
        return step
    }

    /// A profile is confirmed once.
    private static func elsewhere(_ file: HomeCase) -> String? {
        switch file.session.status {
        case .opened: nil
        case .readyToBook: "\(file.base)/book?done=no_confirmed_before"
        case .booked, .inProgress, .deliberating, .concluded, .inAppeal, .expired, .refused, .cancelled:
            "\(file.base)?done=no_changed"
        }
    }

    private func answers(_ file: HomeCase, _ request: PageRequest) -> ConfirmAnswers {
        ConfirmAnswers(request, skills: file.session.profile.declaredStack.count)
    }

    // MARK: Answers

    private func answerSkills(_ file: HomeCase, _ request: PageRequest) -> PageReply {
        var answers = answers(file, request)
        let count = file.session.profile.declaredStack.count
        answers.struck = Set(request.form.all("strike").compactMap { Int($0) }.filter { (0..<count).contains($0) })
        return .redirect(answers.hrefAfter(.skills, base: file.base))
    }

    private func answerFacts(_ file: HomeCase, _ request: PageRequest) async throws -> PageReply {
        let words = file.words
        var errors = FormErrors()
        var lines: [String] = []
        for (index, fact) in file.session.profile.facts.enumerated() {
            let given = request.form.text("fact-\(index)")
            let known = file.value(of: fact)
            guard !given.isEmpty, given != known else { continue }
            let name = file.factName(fact.kind)
            if given.count > Self.longestFact {
                errors.add(
                    "fact-\(index)",
                    words(
                        "candidate_confirm_error_fact_long",
                        ["fact": name, "most": String(Self.longestFact), "given": String(given.count)]))
            }
            lines.append(words("candidate_confirm_message_fact", ["fact": name, "known": known, "right": given]))
        }
        let question = request.form.text("question")
        checkLength(of: question, "question", &errors, words)
        if !question.isEmpty { lines.append(words("candidate_confirm_message_question", ["question": question])) }
        guard errors.isEmpty else {
            return .page(try await page(.facts, file, request, errors: errors))
        }
        try await send(lines, of: file, request)
        return .redirect(answers(file, request).hrefAfter(.facts, base: file.base))
    }

    private func answerMode(_ file: HomeCase, _ request: PageRequest) async throws -> PageReply {
        let words = file.words
        var answers = answers(file, request)
        var errors = FormErrors()
        let mode = InterviewMode(rawValue: request.form.text("mode"))
        if mode == nil { errors.add("mode", words["candidate_confirm_error_mode"]) }
        let other = request.form.text("need")
        checkLength(of: other, "need", &errors, words)
        guard let mode, errors.isEmpty else {
            return .page(try await page(.mode, file, request, errors: errors))
        }
        answers.mode = mode
        var lines = Self.needs.filter { request.form.all("needs").contains($0) }.map {
            words["candidate_confirm_message_need_\($0)"]
        }
        if !other.isEmpty { lines.append(words("candidate_confirm_message_need_other", ["need": other])) }
        try await send(lines, of: file, request)
        return .redirect(answers.hrefAfter(.mode, base: file.base))
    }

    private func answerConsent(_ file: HomeCase, _ request: PageRequest) async throws -> PageReply {
        var answers = answers(file, request)
        guard request.form.all("consent").contains("yes") else {
            var errors = FormErrors()
            errors.add("consent", file.words["candidate_confirm_error_consent"])
            return .page(try await page(.consent, file, request, errors: errors))
        }
        answers.consents = true
        return .redirect(answers.hrefAfter(.consent, base: file.base))
    }

    private func confirm(_ file: HomeCase, _ request: PageRequest) async throws -> PageReply {
        let answers = answers(file, request)
        guard answers.missing == nil, let mode = answers.mode else {
            return .redirect(answers.href(answers.missing ?? .mode, base: file.base))
        }
        let struck = file.session.profile.declaredStack.enumerated().filter { answers.struck.contains($0.offset) }
        do {
            _ = try await pages.bench.confirmProfile(
                file.session.id, strike: struck.map(\.element.name), mode: mode, by: request.principal)
        } catch Rejection.wrongState {
            return .redirect("\(file.base)?done=no_changed")
        }
        return .redirect("\(file.base)/book?done=confirmed")
    }

    // MARK: What is sent to the person responsible

    static let needs = ["assistant", "interpreter", "pace"]
    static let longestFact = 200
    static let longestText = 2000

    private func checkLength(of text: String, _ field: String, _ errors: inout FormErrors, _ words: Words) {
        guard text.count > Self.longestText else { return }
        errors.add(
            field,
            words(
                "candidate_error_long", ["most": String(Self.longestText), "given": String(text.count)]))
    }

    /// Sends what was typed as one message, unless the very same stands in the conversation already: going back and on again is no
    /// second question.
    private func send(_ lines: [String], of file: HomeCase, _ request: PageRequest) async throws {
        guard !lines.isEmpty else { return }
        let text = lines.joined(separator: "\n\n")
        let sent = try await pages.bench.messages(file.session.id, for: request.principal)
        guard !sent.contains(where: { $0.author == .candidate && $0.text == text }) else { return }
        _ = try await pages.bench.postMessage(file.session.id, text: text, by: request.principal)
    }

    // MARK: Pages

    private func page(
        _ step: ConfirmStep, _ file: HomeCase, _ request: PageRequest, errors: FormErrors = FormErrors()
    ) async throws -> Page {
        let answers = answers(file, request)
        let messages = try await pages.bench.messages(file.session.id, for: request.principal)
        let form = ConfirmForms(file: file, answers: answers, form: request.form, errors: errors, sent: messages)
        let heading = file.words["candidate_confirm_\(step.rawValue)_heading"]
        let place = ConfirmStep.allCases.firstIndex(of: step) ?? 0
        let common: View = [
            "heading": .text(heading), "error_summary": errors.summary,
            "action": .text(answers.href(step, base: file.base, isChange: answers.isChange)),
            "back_href": .text(
                answers.isChange ? answers.href(.check, base: file.base) : backHref(step, answers, file)),
            "steps": .list(
                ConfirmStep.allCases.enumerated().map { index, other in
                    [
                        "label": .text(file.words["candidate_confirm_step_\(other.rawValue)"]),
                        "current": .flag(index == place), "done": .flag(index < place),
                    ]
                }), "decline_href": .text("\(file.base)/decline"), "sent": form.sentMessages,
            "deadline": deadline(file),
        ]
        let title = errors.isEmpty ? heading : file.words("candidate_title_error", ["title": heading])
        return Page(
            "candidate/confirm_\(step.rawValue)", title: title,
            file.shared.merging(common).merging(form.view(of: step)),
            status: errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func deadline(_ file: HomeCase) -> Slot {
        guard case .opened(let confirmBy) = file.session.phase else { return .absent }
        return .text(file.words("candidate_confirm_deadline", ["moment": file.moment(confirmBy)]))
    }

    private func backHref(_ step: ConfirmStep, _ answers: ConfirmAnswers, _ file: HomeCase) -> String {
        step.previous.map { answers.href($0, base: file.base) } ?? file.base
    }
}
