import ConnectionQuality
import HTTPTypes
import Timekeeping
import Verification
import Workflow

/// "Not my stack", said after the call while the objection period lasts.
struct LateObjectionPages: Sendable {
    let pages: PageKit

    func register(on routes: RouteRegistrar) {
        pages.on(PageTable.lateObjectionPage, of: routes) { request in
            let own = try await AfterCase.load(request, pages)
            if request.query("done") == "noted" { return .page(noted(own)) }
            guard let choice = ObjectionChoice(own) else { return .page(closed(own)) }
            let evidence = try await pages.bench.lineEvidence(choice.attempt.interview, for: request.principal)
            return .page(form(own, choice, evidence, Draft(), FormErrors()))
        }
        pages.on(PageTable.lateObjection, of: routes) { request in
            let own = try await AfterCase.load(request, pages)
            return try await object(own, Draft(request.form), request)
        }
    }

    /// What somebody has typed so far.
    struct Draft {
        /// The item that is meant, or `aloud`.
        var question = ""
        var minute = ""
        /// What was asked, in their words.
        var asked = ""
    }

    /// The form with what was typed on the form for during the call, which ended meanwhile. Nothing was filed yet.
    func carriedOver(_ draft: Draft, _ request: PageRequest) async throws -> PageReply {
        let own = try await AfterCase.load(request, pages)
        guard let choice = ObjectionChoice(own) else { return .page(closed(own, draft)) }
        let evidence = try await pages.bench.lineEvidence(choice.attempt.interview, for: request.principal)
        return .page(form(own, choice, evidence, draft, FormErrors(), isCarriedOver: true))
    }

    private static let longestText = 1000

    private func object(_ own: AfterCase, _ draft: Draft, _ request: PageRequest) async throws -> PageReply {
        let words = own.words
        guard let choice = ObjectionChoice(own) else { return .page(closed(own, draft)) }
        let evidence = try await pages.bench.lineEvidence(choice.attempt.interview, for: request.principal)
        var errors = FormErrors()
        let meant = chosen(draft, choice, evidence, words, &errors)
        if draft.asked.count > Self.longestText {
            errors.add("asked", words("candidate_after_error_long", ["most": String(Self.longestText)]))
        }
        guard let (item, at) = meant, errors.isEmpty else { return .page(form(own, choice, evidence, draft, errors)) }
        do {
            // What was asked is not part of an objection; whoever looks at it reads it in the conversation.
            let message = words(
                "candidate_objection_message", ["time": words.time(at, zone: own.zone), "question": draft.asked])
            let (_, appeal) = try await pages.bench.objectToQuestion(
                choice.attempt.interview, item: item, at: at, saying: draft.asked.isEmpty ? nil : message,
                by: request.principal)
            guard let appeal else { return .redirect(own.path("objection?done=noted")) }
            return .redirect(own.path("appeals/\(appeal)?done=objection"))
        } catch Rejection.wrongState {
            return .page(closed(try await AfterCase.load(request, pages), draft))
        } catch Rejection.invalid {
            errors.add("minute", words["candidate_late_error_minute"])
            return .page(form(own, choice, evidence, draft, errors))
        }
    }

    /// The question that was meant and when it was asked; a question asked aloud is known by its minute alone.
    private func chosen(
        _ draft: Draft, _ choice: ObjectionChoice, _ evidence: LineEvidence, _ words: Words,
        _ errors: inout FormErrors
    ) -> (ItemID?, Instant)? {
        if let item = questions(evidence).first(where: { $0.id.rawValue == draft.question }), let span = item.span {
            return (item.id, min(max(span.askedAt, choice.startedAt), choice.endedAt))
        }
        guard draft.question == "aloud" else {
            errors.add("question", words["candidate_late_error_question"])
            return nil
        }
        guard let minute = TypedDigits.number(draft.minute), (0...choice.minutes).contains(minute) else {
            errors.add("minute", words("candidate_late_error_minutes", ["most": String(choice.minutes)]))
            return nil
        }
        return (nil, min(choice.startedAt + .minutes(minute), choice.endedAt))
    }

    private func questions(_ evidence: LineEvidence) -> [LineEvidence.Item] {
        evidence.items.filter { item in
            guard case .question = item.subject else { return false }
            return item.span != nil
        }
    }

    private func form(
        _ own: AfterCase, _ choice: ObjectionChoice, _ evidence: LineEvidence, _ draft: Draft, _ errors: FormErrors,
        isCarriedOver: Bool = false
    ) -> Page {
        let words = own.words
        var options = questions(evidence).map { item -> (value: String, label: String, hint: String?) in
            let line = LineEvidenceView(evidence: evidence, words: words, zone: own.zone, reader: .candidate)
            let asked = item.span.map {
                words("candidate_late_asked_at", ["time": words.exactTime($0.askedAt, zone: own.zone)])
            }
            return (item.id.rawValue, line.title(item.subject), asked)
        }
        options.append(
            ("aloud", words["candidate_late_aloud"], words["candidate_late_aloud_hint"]))
        return own.page(
            "candidate/objection_after", title: words["candidate_late_title"], at: "objection",
            next: AfterParts.next(
                words["candidate_after_next_title"], words["candidate_late_next"], by: own.moment(choice.until),
                who: own.contact),
            [
                "error_summary": errors.summary, "action": .text(own.path("objection")),
                "when": .text(own.name(choice.attempt)),
                "choices": .view(
                    AfterParts.radios(
                        id: "question", legend: words["candidate_late_legend"], hint: nil,
                        error: errors["question"], options: options, checked: draft.question)),
                "minute_field": .view(
                    AfterParts.field(
                        id: "minute", label: words["candidate_late_minute_label"],
                        hint: words(
                            "candidate_late_minute_hint",
                            ["time": words.time(choice.startedAt, zone: own.zone), "most": String(choice.minutes)]),
                        value: draft.minute, error: errors["minute"], inputmode: "numeric", required: false, most: 3)),
                "asked_field": .view(
                    AfterParts.textarea(
                        id: "asked", label: words["candidate_objection_question"],
                        hint: words["candidate_objection_question_hint"], value: draft.asked, error: errors["asked"],
                        rows: 3, required: false, most: Self.longestText)),
                "notice": isCarriedOver
                    ? .view(AfterParts.notice("warn", words["candidate_late_carried"], role: "status")) : .absent,
            ], status: isCarriedOver ? .conflict : errors.isEmpty ? .ok : .unprocessableContent)
    }

    private func noted(_ own: AfterCase) -> Page {
        let words = own.words
        return own.page(
            "candidate/objection_noted", title: words["candidate_late_noted_title"], at: "objection",
            next: AfterParts.next(
                words["candidate_after_next_title"], words["candidate_late_noted_next"], who: own.contact,
                href: own.path(""), label: words["candidate_after_link_home"]),
            ["text": .text(words["candidate_late_noted_text"]), "typed": nil])
    }

    /// What was typed comes back, so that it can be used elsewhere.
    private func closed(_ own: AfterCase, _ draft: Draft = Draft()) -> Page {
        let words = own.words
        let canAppeal = !AppealChoices(own).targets.isEmpty
        return own.page(
            "candidate/objection_noted", title: words["candidate_late_closed_title"], at: "objection",
            next: AfterParts.next(
                words["candidate_after_next_title"],
                words[canAppeal ? "candidate_late_closed_appeal" : "candidate_late_closed_write"],
                who: own.contact, href: own.path(canAppeal ? "appeal" : "messages"),
                label: words[canAppeal ? "candidate_result_appeal_action" : "candidate_after_write"]),
            [
                "text": .text(
                    words(
                        "candidate_late_closed_text",
                        ["days": String(own.policy.deadlines.objectionDays)])),
                "typed": .optional(draft.asked.isEmpty ? nil : draft.asked),
            ])
    }
}

extension LateObjectionPages.Draft {
    fileprivate init(_ form: Form) {
        question = form.text("question")
        minute = form.text("minute")
        asked = form.text("asked")
    }
}

/// The latest interview that can still be objected to.
struct ObjectionChoice {
    let attempt: Attempt
    let startedAt: Instant
    let endedAt: Instant
    let until: Instant

    /// `nil` where no interview took place or the time for objections is over.
    init?(_ own: AfterCase) {
        guard let attempt = own.session.attempts.last(where: { $0.isInterview && $0.startedAt != nil }),
            let startedAt = attempt.startedAt, let endedAt = attempt.endedAt
        else { return nil }
        let until = endedAt + .days(own.policy.deadlines.objectionDays)
        guard own.now <= until else { return nil }
        self.attempt = attempt
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.until = until
    }

    var minutes: Int { max(1, Int(clamping: (endedAt - startedAt).milliseconds / 60_000)) }
}
