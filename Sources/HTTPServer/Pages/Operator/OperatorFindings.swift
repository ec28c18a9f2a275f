import Timekeeping
import Verification
import Workflow

/// Contradictions as cards: what does not fit, what it means for somebody, and what to do.
struct OperatorFindings {
    let found: Workbench.Contradictions
    let now: Instant
    let words: Words

    init(_ found: Workbench.Contradictions, now: Instant, words: Words) {
        self.found = found
        self.now = now
        self.words = words
    }

    var views: [View] {
        var views: [View] = []
        let inForce = found.acknowledgements.filter { $0.statusValue == 0 }
        let replaced = found.acknowledgements.filter { $0.statusValue != 0 }
        let isCut = found.acknowledgements.count >= found.limit
        if found.unansweredCount > 0 {
            views.append(
                card("unanswered", tone: "warn", found.unansweredCount, found.unanswered.prefix(5).map(waiting)))
        }
        if !replaced.isEmpty {
            views.append(card("replaced", tone: "bad", replaced.count, isCut: isCut, replaced.map(item)))
        }
        if !inForce.isEmpty {
            views.append(card("not_applied", tone: "bad", inForce.count, isCut: isCut, inForce.map(item)))
        }
        if found.stuckCount > 0 {
            views.append(
                card("stuck", tone: "bad", found.stuckCount, found.stuck.map { link($0.id, $0.status) }))
        }
        if !found.unassigned.isEmpty {
            views.append(
                card(
                    "unassigned", tone: "warn", found.unassigned.count, isCut: found.unassigned.count >= found.limit,
                    found.unassigned.map { row in
                        let due = row.dueAt.map { words("operator_due", ["when": words.operatorMoment($0)]) }
                        return [
                            "href": .text("/operator/sessions/\(row.session)"), "label": .text(row.session.rawValue),
                            "text": .text(
                                [words.told("review", row.kind), due].compactMap(\.self).joined(separator: ", ")),
                        ]
                    }))
        }
        if found.unsigned > 0 { views.append(card("unsigned", tone: "bad", found.unsigned, [])) }
        if found.failedNotices > 0 {
            views.append(
                card(
                    "failed_notices", tone: "warn", found.failedNotices,
                    [
                        [
                            "href": "/operator/deliveries?state=failed",
                            "label": .text(words["operator_finding_failed_notices_link"]), "text": "",
                        ]
                    ]))
        }
        return views
    }

    /// `isCut` says that the list ended at its limit, behind which there may be more.
    private func card(_ key: String, tone: String, _ count: Int, isCut: Bool = false, _ items: [View]) -> View {
        [
            "title": .text(words["operator_finding_\(key)"]), "tone": .text(tone),
            "count": .text(isCut ? words("operator_or_more", ["count": String(count)]) : String(count)),
            "text": .text(words["operator_finding_\(key)_text"]),
            "todo": .text(words["operator_finding_\(key)_todo"]), "items": .list(items),
        ]
    }

    private func item(_ row: AcknowledgedOutcomeRow) -> View {
        let status = words.told("outcome", row.listStatus)
        let said = words.told("acknowledged", row.accountState ?? row.state)
        return [
            "href": .text("/operator/sessions/\(row.session)"), "label": .text(row.session.rawValue),
            "text": .text(
                words(
                    "operator_finding_said",
                    ["status": status, "said": said, "when": words.operatorMoment(row.at)])),
        ]
    }

    private func waiting(_ row: UnansweredRow) -> View {
        [
            "href": .text("/operator/messages/\(row.session)"), "label": .text(row.session.rawValue),
            "text": .text(
                words(
                    "operator_unanswered_row",
                    ["status": words.told("status", row.status), "span": words.distance(now - row.since)])),
        ]
    }

    private func link(_ id: SessionID, _ status: String) -> View {
        [
            "href": .text("/operator/sessions/\(id)"), "label": .text(id.rawValue),
            "text": .text(words.told("status", status)),
        ]
    }
}

extension AcknowledgedOutcomeRow {
    /// The word of the status list's number.
    var listStatus: String {
        Outcome.Status.allCases.first { $0.listValue == statusValue }?.rawValue ?? String(statusValue)
    }
}
