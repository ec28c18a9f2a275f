import HTTPTypes
import Timekeeping
import Verification
import Workflow

/// What people wrote and wait for an answer to, and the answer. The conversation alone is shown: what a case is about stays
/// with those who decide it.
extension OperatorPages {
    private static let mostWaiting = 100
    private static let longestAnswer = 5000
    /// The newest; a page stays small, and whoever answers needs the end.
    private static let mostShown = 100

    func inbox(_ request: PageRequest) async throws -> PageReply {
        let words = request.words
        let inbox = try await bench.inbox(limit: Self.mostWaiting)
        return .page(
            Page(
                "operator/inbox", title: words["operator_inbox_title"],
                [
                    "has_rows": .flag(!inbox.rows.isEmpty),
                    "count_text": .text(words("operator_inbox_count", ["count": String(inbox.count)])),
                    "rows": .list(
                        inbox.rows.map { row in
                            [
                                "id": .text(row.session.rawValue), "href": .text("/operator/messages/\(row.session)"),
                                "waiting": .text(words.distance(request.now - row.since)),
                                "since": .text(words.operatorShort(row.since)),
                                "status": .text(words.told("status", row.status)),
                                "tone": .text(Phase.Status(rawValue: row.status)?.operatorTone ?? "quiet"),
                                "platform": .text(inbox.platformNames[row.platform] ?? row.platform.rawValue),
                                "reader": .text(
                                    row.assignee.map {
                                        words(
                                            "operator_inbox_reviewer", ["name": inbox.staffNames[$0] ?? $0.rawValue])
                                    } ?? words["operator_inbox_operators"]),
                            ]
                        }),
                ]))
    }

    func conversation(_ request: PageRequest) async throws -> PageReply {
        .page(try await conversationPage(request, FormErrors(), status: .ok))
    }

    func answer(_ request: PageRequest) async throws -> PageReply {
        let words = request.words
        let id: SessionID = try request.id()
        let text = request.form.text("text")
        var errors = FormErrors()
        if text.isEmpty { errors.add("text", words["operator_answer_empty"]) }
        if text.count > Self.longestAnswer {
            errors.add("text", words("operator_answer_long", ["count": String(Self.longestAnswer)]))
        }
        let found = try await bench.caseConversation(id, for: request.principal)
        if found.session.isRedacted { errors.add("text", words["operator_answer_redacted"]) }
        guard errors.isEmpty else {
            return .page(try await conversationPage(request, errors, status: .unprocessableContent))
        }
        _ = try await bench.postMessage(id, text: text, by: request.principal)
        return .redirect("/operator/messages/\(id)?done=sent")
    }

    private func conversationPage(
        _ request: PageRequest, _ errors: FormErrors, status: HTTPResponse.Status
    ) async throws -> Page {
        let words = request.words
        let found = try await bench.caseConversation(try request.id(), for: request.principal)
        let session = found.session
        let shown = found.messages.suffix(Self.mostShown)
        let isSent = request.query("done") == "sent" && errors.isEmpty
        return Page(
            "operator/conversation", title: words("operator_conversation_title", ["id": session.id.rawValue]),
            [
                "error_summary": errors.summary, "done": .optional(isSent ? words["operator_answer_sent"] : nil),
                "id": .text(session.id.rawValue), "session_href": .text("/operator/sessions/\(session.id)"),
                "status": .text(words.told("status", session.status.rawValue)),
                "tone": .text(session.status.operatorTone),
                "waiting": .optional(
                    found.unansweredSince.map {
                        words("operator_unanswered_since", ["span": words.distance(request.now - $0)])
                    }),
                "older": .optional(
                    found.messages.count > shown.count
                        ? words(
                            "operator_conversation_older", ["count": String(found.messages.count - shown.count)]) : nil),
                "has_messages": .flag(!shown.isEmpty), "messages": .list(shown.map { message($0, found, words) }),
                "role": .text(found.role), "can_write": .flag(!session.isRedacted),
                "action": .text("/operator/messages/\(session.id)"),
                "textarea": [
                    "id": "text", "name": "text", "label": .text(words["operator_answer_label"]),
                    "value": .text(request.form.text("text")), "rows": "6",
                    "hint": .text(words["operator_answer_hint"]), "error": .optional(errors["text"]), "maxlength": nil,
                    "counter_max": nil, "required": true,
                ],
            ], status: status)
    }

    private func message(
        _ message: Workbench.Message, _ found: Workbench.CaseConversation, _ words: Words
    ) -> View {
        let who: String
        let isOurs: Bool
        switch message.author {
        case .candidate: (who, isOurs) = (words["operator_who_candidate"], false)
        case .staff(let id): (who, isOurs) = (found.staffNames[id] ?? words["operator_who_staff"], true)
        }
        return [
            "id": .text(message.id), "who": .text(who), "tone": .text(isOurs ? "quiet" : "info"),
            "when": .text(words.operatorMoment(message.event.at)), "iso": .text(message.event.at.rfc3339),
            "paragraphs": .paragraphs(message.text ?? words["operator_message_gone"]),
        ]
    }
}
