import HTTPTypes
import Timekeeping
import Verification
import Workflow

/// The conversation with the person responsible, who is named by role; what could not be sent stays in the form.
struct ConversationPages: Sendable {
    private static let longest = 10_000
    /// The newest are on the page; older ones stand in the timeline and the own copy, so that a page stays small.
    private static let shown = 40

    let pages: PageKit

    func register(on routes: RouteRegistrar) {
        pages.on(PageTable.conversationPage, of: routes) { request in
            let own = try await AfterCase.load(request, pages)
            return .page(try await page(own, request, typed: "", FormErrors()))
        }
        pages.on(PageTable.conversation, of: routes) { request in
            let own = try await AfterCase.load(request, pages)
            let text = request.form.text("text")
            var errors = FormErrors()
            if text.isEmpty { errors.add("text", request.words["candidate_talk_error_empty"]) }
            if text.count > Self.longest {
                errors.add("text", request.words("candidate_after_error_long", ["most": String(Self.longest)]))
            }
            guard errors.isEmpty else { return .page(try await page(own, request, typed: text, errors)) }
            do {
                _ = try await pages.bench.postMessage(own.session.id, text: text, by: request.principal)
            } catch let rejection as Rejection {
                guard case .wrongState = rejection else { throw rejection }
                errors.add("text", request.words["candidate_talk_error_closed"])
                return .page(try await page(own, request, typed: text, errors))
            } catch StorageFailure.unavailable, StorageFailure.staleVersion {
                errors.add("text", request.words["candidate_talk_error_busy"])
                return .page(try await page(own, request, typed: text, errors, status: .serviceUnavailable))
            }
            return .redirect(own.path("messages?done=sent"))
        }
    }

    private func page(
        _ own: AfterCase, _ request: PageRequest, typed: String, _ errors: FormErrors,
        status: HTTPResponse.Status = .unprocessableContent
    ) async throws -> Page {
        let words = own.words
        let messages = try await pages.bench.messages(own.session.id, for: request.principal)
        let shown = messages.suffix(Self.shown)
        let isWaiting = messages.last.map { $0.author == .candidate } ?? false
        return own.page(
            "candidate/messages", title: words["candidate_talk_title"], at: "messages",
            next: AfterParts.next(
                words["candidate_after_next_title"],
                words[isWaiting ? "candidate_talk_next_waiting" : "candidate_talk_next"], who: own.contact),
            [
                "error_summary": errors.summary, "action": .text(own.path("messages")),
                "messages": .list(shown.map { view($0, own) }), "has_messages": .flag(!messages.isEmpty),
                "older": .optional(
                    messages.count > Self.shown
                        ? words("candidate_talk_older", ["count": String(messages.count - Self.shown)]) : nil),
                "record_href": .text(own.path("record")), "can_write": .flag(!own.session.isRedacted),
                "notice": request.query("done") == "sent" && errors.isEmpty
                    ? .view(AfterParts.notice("good", words["candidate_talk_sent"], role: "status")) : .absent,
                "field": .view(
                    AfterParts.textarea(
                        id: "text", label: words["candidate_talk_label"], hint: words["candidate_talk_hint"],
                        value: typed, error: errors["text"], rows: 6, required: true, most: Self.longest)),
            ], status: errors.isEmpty ? .ok : status)
    }

    private func view(_ message: Workbench.Message, _ own: AfterCase) -> View {
        let isOwn = message.author == .candidate
        return [
            "id": .text(message.id), "is_own": .flag(isOwn),
            "who": .text(own.words[isOwn ? "candidate_talk_you" : "candidate_talk_staff"]),
            "when": .text(own.moment(message.event.at)), "iso": .text(message.event.at.rfc3339),
            "paragraphs": .texts(
                AfterCase.paragraphs(message.text ?? own.words["candidate_after_text_gone"])),
        ]
    }
}
