import HTTPTypes
import Timekeeping
import Verification
import Workflow

/// The conversation with the person whose case it is. They see a role, never a name.
extension ReviewerPages {
    private static let longestMessage = 5000

    func showMessages(_ request: PageRequest, id: ReviewID) async throws -> PageReply {
        .page(try await messagesPage(request, id: id))
    }

    func postMessage(_ request: PageRequest, id: ReviewID) async throws -> PageReply {
        let words = request.words
        let text = request.form.text("text")
        var errors = FormErrors()
        if text.isEmpty { errors.add("text", words["reviewer_message_error_empty"]) }
        if text.count > Self.longestMessage {
            errors.add("text", words("reviewer_error_long", ["count": String(Self.longestMessage)]))
        }
        guard errors.isEmpty else {
            return .page(try await messagesPage(request, id: id, errors: errors, status: .unprocessableContent))
        }
        let (session, _) = try await bench.reviewedSession(id, for: request.principal)
        do {
            _ = try await bench.postMessage(session.id, text: text, by: request.principal)
        } catch let rejection as Rejection {
            guard case .wrongState = rejection else { throw rejection }
            errors.add("text", words["reviewer_message_error_closed"])
            return .page(try await messagesPage(request, id: id, errors: errors, status: .conflict))
        }
        return .redirect("/reviews/\(id)/messages?done=sent")
    }

    private func messagesPage(
        _ request: PageRequest, id: ReviewID, errors: FormErrors = FormErrors(), status: HTTPResponse.Status = .ok
    ) async throws -> Page {
        let words = request.words
        let (session, review) = try await bench.reviewedSession(id, for: request.principal)
        let staff = try request.staff()
        let zone = try await bench.zone(of: staff)
        let voice = CaseVoice(
            words: words, zone: zone, now: request.now, reader: staff,
            texts: try await bench.personalTexts(
                of: session, [session.profile.displayName, session.profile.reference]), content: bench.content)
        let options = DecisionOptions(
            review: review, session: session, reader: staff, now: request.now, policy: bench.policy(of: session))
        let messages = try await bench.messages(session.id, for: request.principal)
        let view: View = [
            "error_summary": errors.summary,
            "done": .optional(request.query("done") == "sent" ? words["reviewer_message_sent"] : nil),
            "action": .text("/reviews/\(id)/messages"), "has_messages": .flag(!messages.isEmpty),
            "messages": .list(messages.map { message($0, voice, session) }),
            "role": .text(bench.policy(of: session).contact.role),
            "textarea": [
                "id": "text", "name": "text", "label": .text(words["reviewer_message_label"]),
                "value": .text(request.form.text("text")), "rows": "6", "hint": .text(words["reviewer_message_hint"]),
                "error": .optional(errors["text"]), "maxlength": nil, "counter_max": nil, "required": true,
            ],
        ]
        return Page(
            "reviewer/messages", title: words["reviewer_messages_title"],
            CaseHeading(review: review, session: session, options: options, voice: voice).view.merging(view),
            status: status)
    }

    private func message(_ message: Workbench.Message, _ voice: CaseVoice, _ session: VerificationSession) -> View {
        let who: String
        var isOwn = false
        switch message.author {
        case .candidate: who = voice.words["reviewer_who_candidate"]
        case .staff(let id):
            who = voice.actor("staff:\(id)", in: session)
            isOwn = id == voice.reader
        }
        return [
            "who": .text(who), "is_own": .flag(isOwn), "when": .text(voice.moment(message.event.at)),
            "iso": .text(message.event.at.rfc3339), "id": .text(message.id),
            "paragraphs": .paragraphs(message.text ?? voice.words["reviewer_text_redacted"]),
        ]
    }
}
