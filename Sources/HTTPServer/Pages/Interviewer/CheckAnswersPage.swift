import HTTPTypes
import Timekeeping
import Verification
import Workflow

/// "Check your answers": everything at once, what is missing, what the policy wants, and the one button after which nothing changes.
extension InterviewerPages {
    static let summaryLimit = 10_000
    private static let findingRows = 3

    func checkAnswers(_ request: PageRequest) async throws -> PageReply {
        let id: InterviewID = try request.id()
        let desk = try await bench.interviewDesk(id, for: request.principal)
        guard CallState(desk, now: request.now) != .closed else { return .redirect(Self.path(id, "/done")) }
        return .page(checkPage(desk, request, errors: FormErrors()))
    }

    func submit(_ request: PageRequest) async throws -> PageReply {
        let id: InterviewID = try request.id()
        let desk = try await bench.interviewDesk(id, for: request.principal)
        // Sent twice, or from another tab: the first one stands, and this is where it led.
        guard desk.attempt.submission == nil else { return .redirect(Self.path(id, "/done")) }
        guard !desk.attempt.isOver else { return lateSummary(request, id) }
        let words = request.words
        var errors = FormErrors()
        let recommendation = Recommendation(rawValue: request.form.text("recommendation"))
        if recommendation == nil { errors.add("recommendation", words["interviewer_error_recommendation"]) }
        let summary = request.form.text("summary")
        if summary.isEmpty { errors.add("summary", words["interviewer_error_summary"]) }
        if summary.count > Self.summaryLimit {
            errors.add("summary", words("interviewer_error_summary_long", ["count": String(summary.count)]))
        }
        let findings = findings(request, desk, &errors)
        if desk.attempt.endedAt == nil { errors.add("call", words["interviewer_error_still_running"]) }
        guard errors.isEmpty, let recommendation else {
            return .page(checkPage(desk, request, errors: errors, status: .unprocessableContent))
        }
        do {
            _ = try await bench.submitScorecard(
                id, Decision.Submit(recommendation: recommendation, summary: summary, findings: findings),
                by: request.principal)
        } catch Rejection.wrongState {
            return lateSummary(request, id)
        }
        return .redirect(Self.path(id, "/done?done=submitted"))
    }

    private func lateSummary(_ request: PageRequest, _ id: InterviewID) -> PageReply {
        let summary = request.form.text("summary")
        return .page(
            Page(
                "interviewer/late", title: request.words["interviewer_late_title"],
                [
                    "text": .text(request.words["interviewer_late_closed"]),
                    "note": summary.isEmpty ? .absent : .text(summary), "href": .text(Self.path(id, "/done")),
                ], status: .conflict))
    }

    // MARK: Findings

    private func findings(
        _ request: PageRequest, _ desk: Workbench.InterviewDesk, _ errors: inout FormErrors
    ) -> [Decision.Submit.ReportedFinding] {
        let words = request.words
        var findings: [Decision.Submit.ReportedFinding] = []
        for row in 1...Self.findingRows {
            let code = request.form.text("finding_code_\(row)")
            let text = request.form.text("finding_text_\(row)")
            let time = request.form.text("finding_time_\(row)")
            if code.isEmpty, text.isEmpty, time.isEmpty { continue }
            if code.isEmpty, text.isEmpty {
                errors.add("finding_time_\(row)", words["interviewer_error_finding_time_only"])
                continue
            }
            let known = ReasonCode(rawValue: code).flatMap { Finding.reportable.contains($0) ? $0 : nil }
            if known == nil { errors.add("finding_code_\(row)", words["interviewer_error_finding_code"]) }
            let at = Self.moment(time, in: desk.attempt, now: request.now)
            if at == nil { errors.add("finding_time_\(row)", words["interviewer_error_finding_time"]) }
            if text.isEmpty || text.count > Self.noteLimit {
                errors.add("finding_text_\(row)", words["interviewer_error_finding_text"])
            }
            if let known, let at { findings.append(.init(code: known, text: text, at: at)) }
        }
        return findings
    }

    /// A time as the call's clock shows it, `07:30`, counted from the start.
    static func moment(_ text: String, in attempt: Attempt, now: Instant) -> Instant? {
        guard let startedAt = attempt.startedAt else { return nil }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let minutes = Int(parts[0]), let seconds = Int(parts[1]), (0...999).contains(minutes),
            (0...59).contains(seconds)
        else { return nil }
        let at = startedAt + .seconds(minutes * 60 + seconds)
        return at <= (attempt.endedAt ?? now) ? at : nil
    }

    // MARK: The page

    private func checkPage(
        _ desk: Workbench.InterviewDesk, _ request: PageRequest, errors: FormErrors,
        status: HTTPResponse.Status = .ok
    ) -> Page {
        let words = request.words
        let call = CallState(desk, now: request.now)
        let side = DeskSide(desk: desk, words: words, call: call, now: request.now)
        let view: View = [
            "interview": .text(desk.attempt.interview.rawValue), "error_summary": errors.summary,
            "base": .text(Self.path(desk.attempt.interview)), "can_end": .flag(call == .running),
            "call_error": .optional(errors["call"]), "rows": .list(callRows(desk, side, request)),
            "missing": .list(missing(desk, words)), "is_complete": .flag(missing(desk, words).isEmpty),
            "answers": .list(answers(desk, words)), "is_interview": .flag(desk.attempt.isInterview),
            "recommendation_field": .view(recommendationField(desk, request, errors)),
            "summary_field": .view(summaryField(request, errors)),
            "findings": .list((1...Self.findingRows).map { findingRow($0, desk, request, errors) }),
            "has_findings": .flag(
                request.query("item") != nil
                    || (1...Self.findingRows).contains { row in
                        ["code", "time", "text"].contains { !request.form.text("finding_\($0)_\(row)").isEmpty }
                    }),
            "deadline": .optional(
                desk.submitBy.map {
                    words("interviewer_check_deadline", ["by": words.moment($0, zone: desk.zone)])
                }),
            "script_words": .view(Self.scriptWords(request)),
        ]
        return Page(
            "interviewer/check", title: words["interviewer_check_title"], view, status: status,
            scripts: ["autosave.js"])
    }

    private func callRows(
        _ desk: Workbench.InterviewDesk, _ side: DeskSide, _ request: PageRequest
    ) -> [View] {
        let words = request.words
        let attempt = desk.attempt
        let coverage = DeskCoverage(desk)
        var rows: [View] = []
        if let startedAt = attempt.startedAt {
            let minutes = Int(clamping: ((attempt.endedAt ?? request.now) - startedAt).wholeSeconds / 60)
            let minimum = desk.policy.interview.minimumDwellMinutes
            rows.append(
                Self.row(words["interviewer_check_started"], words.moment(startedAt, zone: desk.zone)))
            let isEnough = minutes >= minimum
            rows.append(
                Self.row(
                    words["interviewer_check_length"],
                    words(
                        isEnough || !attempt.isInterview
                            ? "interviewer_check_length_enough" : "interviewer_check_length_short",
                        ["minutes": words.duration(minutes: minutes), "minimum": words.duration(minutes: minimum)])))
        }
        rows.append(Self.row(words["interviewer_check_coverage"], DeskSide.coverageText(coverage, words)))
        rows.append(
            Self.row(
                words["interviewer_check_line"],
                desk.isMeasured
                    ? words("interviewer_line_measured", ["count": String(coverage.aboveGate)])
                    : words["interviewer_line_unmeasured"]))
        return rows
    }

    private func missing(_ desk: Workbench.InterviewDesk, _ words: Words) -> [View] {
        let views = ScorecardItemView(desk: desk, words: words, canRecord: true)
        return desk.attempt.scorecard.items.compactMap { item in
            let why: String
            switch ItemProgress(item) {
            case .void: return nil
            case .open: why = words["interviewer_missing_open"]
            case .asked, .unrated: why = words["interviewer_missing_unrated"]
            case .recorded:
                guard isInvalidSpan(desk.standings[item.id]), let problem = views.problem(item) else { return nil }
                why = problem
            }
            return [
                "label": .text(views.title(item)), "href": .text(itemPath(desk, item)),
                "status": .text(words[item.subject.isMandatory ? "interviewer_tag_mandatory" : "interviewer_missing"]),
                "tone": .text(item.subject.isMandatory ? "warn" : "quiet"), "hint": .text(why),
            ]
        }
    }

    private func isInvalidSpan(_ standing: ItemStanding?) -> Bool {
        if case .invalidSpan? = standing { return true }
        return false
    }

    private func itemPath(_ desk: Workbench.InterviewDesk, _ item: ScorecardItem) -> String {
        Self.path(desk.attempt.interview, "?item=\(item.id.rawValue)#\(item.id.rawValue)")
    }

    private func answers(_ desk: Workbench.InterviewDesk, _ words: Words) -> [View] {
        let views = ScorecardItemView(desk: desk, words: words, canRecord: true)
        return ScorecardPart.present(in: desk.attempt.scorecard).map { part in
            [
                "heading": .text(partName(part, words)),
                "rows": .list(
                    part.items(of: desk.attempt.scorecard).map { item in
                        let note = views.note(item)
                        let texts = [note.isEmpty ? nil : note, item.entry?.span == nil ? nil : views.marks(item)]
                        return [
                            "term": .text(views.title(item)),
                            "value": .text(item.isVoid ? words["interviewer_progress_void"] : views.answer(item)),
                            "values": .texts(texts.compactMap { $0 }),
                            "action_href": item.isVoid ? .absent : .text(itemPath(desk, item)),
                            "action_label": .text(words["interviewer_change"]),
                            "action_hidden": .text(views.title(item)),
                        ]
                    }),
            ]
        }
    }

    private func recommendationField(
        _ desk: Workbench.InterviewDesk, _ request: PageRequest, _ errors: FormErrors
    ) -> View {
        let words = request.words
        return [
            "id": "recommendation", "name": "recommendation", "legend": .text(words["interviewer_recommendation"]),
            "hint": .text(words["interviewer_recommendation_hint"]), "error": .optional(errors["recommendation"]),
            "options": .list(
                Recommendation.allCases.map { choice in
                    [
                        "id": .text("recommendation-\(choice.rawValue)"), "value": .text(choice.rawValue),
                        "label": .text(words["interviewer_recommendation_\(choice.rawValue)"]),
                        "hint": .text(words["interviewer_recommendation_\(choice.rawValue)_hint"]),
                        "checked": .flag(request.form.text("recommendation") == choice.rawValue),
                    ]
                }),
        ]
    }

    private func summaryField(_ request: PageRequest, _ errors: FormErrors) -> View {
        [
            "id": "summary", "name": "summary", "label": .text(request.words["interviewer_summary"]),
            "hint": .text(request.words["interviewer_summary_hint"]), "error": .optional(errors["summary"]),
            "value": .text(request.form.text("summary")), "rows": 6, "maxlength": nil,
            "counter_max": .number(Self.summaryLimit), "required": true,
        ]
    }

    private func findingRow(
        _ row: Int, _ desk: Workbench.InterviewDesk, _ request: PageRequest, _ errors: FormErrors
    ) -> View {
        let words = request.words
        let chosen = request.form.text("finding_code_\(row)")
        var time = request.form.text("finding_time_\(row)")
        if row == 1, time.isEmpty, let item = request.query("item").flatMap({ ItemID($0) }),
            let asked = desk.attempt.scorecard[item]?.entry?.span?.askedAt, let startedAt = desk.attempt.startedAt
        {
            time = DeskSide.clock((asked - startedAt).wholeSeconds)
        }
        var options: [View] = [["value": "", "label": .text(words["interviewer_finding_none"]), "selected": false]]
        options += Finding.reportable.map { code in
            [
                "value": .text(code.rawValue),
                "label": .text("\(code.rawValue) \(words["interviewer_finding_\(code.rawValue.lowercased())"])"),
                "selected": .flag(code.rawValue == chosen),
            ]
        }
        return [
            "legend": .text(words("interviewer_finding_legend", ["number": String(row)])),
            "select": .view([
                "id": .text("finding_code_\(row)"), "name": .text("finding_code_\(row)"),
                "label": .text(words["interviewer_finding_code"]), "options": .list(options), "hint": nil,
                "error": .optional(errors["finding_code_\(row)"]), "required": false,
            ]),
            "time": .view([
                "id": .text("finding_time_\(row)"), "name": .text("finding_time_\(row)"),
                "label": .text(words["interviewer_finding_time"]), "value": .text(time), "type": nil,
                "hint": .text(words["interviewer_finding_time_hint"]),
                "error": .optional(errors["finding_time_\(row)"]), "autocomplete": "off", "inputmode": nil,
                "maxlength": "6", "required": false,
            ]),
            "words": .view([
                "id": .text("finding_text_\(row)"), "name": .text("finding_text_\(row)"),
                "label": .text(words["interviewer_finding_text"]), "hint": nil,
                "error": .optional(errors["finding_text_\(row)"]),
                "value": .text(request.form.text("finding_text_\(row)")), "rows": 3, "maxlength": nil,
                "counter_max": .number(Self.noteLimit), "required": false,
            ]),
        ]
    }
}
