import Timekeeping
import Verification
import Workflow

/// The outbox: what waits, what was given up, and sending that once more. A notice's text is not shown.
extension OperatorPages {
    private static let pageSize = 50

    func deliveries(_ request: PageRequest) async throws -> PageReply {
        let words = request.words
        let state = request.query("state").flatMap { OutboxRow.State(rawValue: $0) }
        let before = request.query("before").flatMap { Int64($0) }
        let (summary, found) = try await bench.deliveries(state: state, before: before, limit: Self.pageSize + 1)
        let rows = found.prefix(Self.pageSize)
        let next = found.count > Self.pageSize ? rows.last?.number : nil
        let query = state.map { "state=\($0.rawValue)&" } ?? ""
        let options: [View] =
            [["value": "", "label": .text(words["operator_deliveries_all"]), "selected": .flag(state == nil)]]
            + OutboxRow.State.allCases.map {
                [
                    "value": .text($0.rawValue), "label": .text(words.told("delivery", $0.rawValue)),
                    "selected": .flag($0 == state),
                ]
            }
        return .page(
            Page(
                "operator/deliveries", title: words["operator_deliveries_title"],
                [
                    "done": .optional(doneWords(request)),
                    "stats": .list([
                        words.operatorStat("pending", String(summary.pending), note: words["operator_pending_note"]),
                        words.operatorStat(
                            "due", String(summary.due), tone: summary.due > 0 ? "warn" : "good",
                            note: summary.oldestDueSince.map {
                                words("operator_outbox_oldest", ["span": words.distance(request.now - $0)])
                            } ?? words["operator_outbox_none"]),
                        words.operatorStat(
                            "failed", String(summary.failed), tone: summary.failed > 0 ? "bad" : "good",
                            note: words["operator_failed_note"]),
                    ]),
                    "filter": [
                        "action": "/operator/deliveries", "label": .text(words["operator_filter"]),
                        "selects": [
                            [
                                "id": "state", "name": "state", "label": .text(words["operator_column_delivery_state"]),
                                "options": .list(options),
                            ]
                        ],
                    ],
                    "rows": .list(rows.map { delivery($0, words) }), "has_rows": .flag(!rows.isEmpty),
                    "pagination": [
                        // The newest stand first, so that the next page holds what is earlier.
                        "previous_href": .optional(next.map { "/operator/deliveries?\(query)before=\($0)" }),
                        "next_href": .optional(before == nil ? nil : "/operator/deliveries?\(query)"), "text": "",
                    ],
                    "has_pages": .flag(before != nil || next != nil),
                ]))
    }

    func delivery(_ row: DeliveryRow, _ words: Words) -> View {
        let time =
            switch row.state {
            case .pending: ("operator_delivery_due", row.dueAt)
            case .delivered: ("operator_delivery_delivered_at", row.deliveredAt ?? row.dueAt)
            case .failed: ("operator_delivery_given_up", row.dueAt)
            }
        let tone =
            switch row.state {
            case .pending: "info"
            case .delivered: "good"
            case .failed: "bad"
            }
        let to = row.recipient.prefix { $0 != ":" }
        return [
            "message": .text(words.told("message", row.message)), "to": .text(words.told("to", String(to))),
            "state": .text(words.told("delivery", row.state.rawValue)), "tone": .text(tone),
            "attempts": .number(row.attempts), "created": .text(words.operatorShort(row.createdAt)),
            "time": .text(words(time.0, ["when": words.operatorShort(time.1)])),
            "session": .optional(row.session?.rawValue),
            "session_href": .optional(row.session.map { "/operator/sessions/\($0)" }), "id": .text(row.id),
            "again_action": .optional(
                row.state == .failed && !row.isSentAgain ? "/operator/deliveries/\(row.id)/again" : nil),
            "sent_again": .optional(row.isSentAgain ? words["operator_delivery_sent_again"] : nil),
        ]
    }

    func sendAgain(_ request: PageRequest) async throws -> PageReply {
        let isNew = try await bench.sendAgain(try request.pathText("id"))
        return .redirect("/operator/deliveries?done=\(isNew ? "again" : "before")")
    }

    private func doneWords(_ request: PageRequest) -> String? {
        switch request.query("done") {
        case "again": request.words["operator_deliveries_again_done"]
        case "before": request.words["operator_deliveries_again_before"]
        default: nil
        }
    }
}
