import ConnectionQuality
import Timekeeping
import Verification
import Workflow

/// One interview as it was measured: the chart, the verdict with each threshold, whose line it was, and what was objected.
struct AttemptLinePages: Sendable {
    let pages: PageKit
    let reports: LineReports

    func register(on routes: RouteRegistrar) {
        pages.on(PageTable.attemptPage, of: routes) { request in
            let own = try await AfterCase.load(request, pages)
            let id: InterviewID = try request.id("interview")
            guard let attempt = own.session.attempt(id), attempt.isInterview else { throw Problem.notFound }
            let evidence = try await pages.bench.lineEvidence(id, for: request.principal, reports: reports)
            return .page(page(own, attempt, evidence))
        }
    }

    private func page(_ own: AfterCase, _ attempt: Attempt, _ evidence: LineEvidence) -> Page {
        let words = own.words
        let line = LineEvidenceView(evidence: evidence, words: words, zone: own.zone, reader: .candidate)
        // Before both were there, and before the call was over, there is nothing to judge.
        let isMeasured = attempt.call != nil || attempt.endedAt != nil && !evidence.report.windows.isEmpty
        let reasons = attempt.reasonCodes.map(own.reason)
        return own.page(
            "candidate/attempt", title: words["candidate_line_title"], at: "attempt", next: next(own, attempt),
            [
                "when": .text(own.name(attempt)), "is_measured": .flag(isMeasured),
                "line": isMeasured ? .view(line.view) : .absent, "reasons": .list(reasons),
                "has_reasons": .flag(!reasons.isEmpty), "result": .text(result(own, attempt)),
                "objections": .list(attempt.objections.map { objection($0, evidence, own, line) }),
                "has_objections": .flag(!attempt.objections.isEmpty),
            ])
    }

    private func result(_ own: AfterCase, _ attempt: Attempt) -> String {
        let key = "candidate_line_result_\(attempt.result.rawValue)"
        let counts =
            attempt.isOver
            ? own.words[attempt.countsTowardLimit ? "candidate_line_uses_try" : "candidate_line_uses_no_try"] : ""
        return counts.isEmpty ? own.words[key] : "\(own.words[key]) \(counts)"
    }

    private func next(_ own: AfterCase, _ attempt: Attempt) -> View {
        let words = own.words
        if case .readyToBook(let ready) = own.session.phase {
            return AfterParts.next(
                words["candidate_after_next_title"], words["candidate_line_next_book"], by: own.moment(ready.bookBy),
                who: own.contact, href: own.path("book"), label: words["candidate_line_book"])
        }
        let target = AppealChoices(own).targets.first { $0.interview == attempt.interview }
        if let target {
            return AfterParts.next(
                words["candidate_after_next_title"], words["candidate_line_next_appeal"], by: own.moment(target.until),
                who: own.contact, href: own.path("appeal?against=\(target.word)"),
                label: words["candidate_result_appeal_action"])
        }
        return AfterParts.next(
            words["candidate_after_next_title"], words["candidate_line_next_home"], who: own.contact,
            href: own.path(""), label: words["candidate_after_link_home"])
    }

    private func objection(
        _ objection: ScopeObjection, _ evidence: LineEvidence, _ own: AfterCase, _ line: LineEvidenceView
    ) -> View {
        let words = own.words
        let item = objection.item.flatMap { id in evidence.items.first { $0.id == id } }
        let what = item.map { line.title($0.subject) } ?? words["candidate_late_aloud"]
        let came: String
        if objection.voided != nil {
            came = words["candidate_late_came_void"]
        } else if let appeal = own.session.appeals.last(where: { $0.ground == .outOfScopeQuestion }) {
            came = words["candidate_late_came_\(appeal.state.rawValue)"]
        } else {
            came = words["candidate_late_came_recorded"]
        }
        return [
            "what": .text(what), "asked": .text(words.exactTime(objection.at, zone: own.zone)),
            "filed": .text(own.moment(objection.filedAt)), "came": .text(came),
        ]
    }
}
