import HTTPTypes
import Scheduling
import Timekeeping
import Verification
import Workflow

/// "This question is not in my stack", while the interview is going on; afterwards ``LateObjectionPages`` takes it.
struct BeforeInterviewObjection: Sendable {
    let pages: PageKit

    func register(on routes: RouteRegistrar) {
        pages.on(PageTable.objectionPage, of: routes) { request in
            let file = try await HomeCase.load(request, pages)
            guard let attempt = Self.interview(file) else { return .redirect("\(file.base)/objection") }
            return .page(page(attempt, file, request))
        }
        pages.on(PageTable.objection, of: routes) { request in
            let file = try await HomeCase.load(request, pages)
            guard let attempt = Self.interview(file) else { return try await afterTheCall(request) }
            return try await object(attempt, file, request)
        }
    }

    /// The interview that is going on.
    private static func interview(_ file: HomeCase) -> Attempt? {
        file.session.currentInterview.flatMap { $0.startedAt != nil && $0.endedAt == nil ? $0 : nil }
    }

    private static let longestText = 1000

    private func object(_ attempt: Attempt, _ file: HomeCase, _ request: PageRequest) async throws -> PageReply {
        let words = file.words
        var errors = FormErrors()
        let text = request.form.text("question")
        if text.count > Self.longestText {
            errors.add(
                "question",
                words("candidate_error_long", ["most": String(Self.longestText), "given": String(text.count)]))
        }
        let isNow = request.form.text("when") == "now"
        let askedAt = isNow ? file.now : Self.moment(request.form.text("time"), in: attempt, file)
        if askedAt == nil { errors.add("time", words["candidate_objection_error_time"]) }
        guard let askedAt, errors.isEmpty else { return .page(page(attempt, file, request, errors: errors)) }
        do {
            // What was asked is not part of an objection; whoever looks at it reads it in the conversation.
            let message = words(
                "candidate_objection_message", ["time": words.time(askedAt, zone: file.zone), "question": text])
            _ = try await pages.bench.objectToQuestion(
                attempt.interview, item: nil, at: askedAt, saying: text.isEmpty ? nil : message,
                by: request.principal)
            return .redirect("\(file.base)/interview?done=objected")
        } catch Rejection.invalid {
            errors.add("time", words["candidate_objection_error_time"])
            return .page(page(attempt, file, request, errors: errors))
        } catch Rejection.wrongState {
            return try await afterTheCall(request)
        }
    }

    /// The call ended while the form was being filled in: the form for afterwards, with what was typed.
    private func afterTheCall(_ request: PageRequest) async throws -> PageReply {
        let file = try await HomeCase.load(request, pages)
        let minute = file.session.attempts.last { $0.isInterview && $0.startedAt != nil }.flatMap { attempt -> Int? in
            guard request.form.text("when") == "time", let startedAt = attempt.startedAt,
                let asked = Self.moment(request.form.text("time"), in: attempt, file)
            else { return nil }
            return Int(clamping: (asked - startedAt).wholeSeconds / 60)
        }
        return try await LateObjectionPages(pages: pages).carriedOver(
            .init(question: "aloud", minute: minute.map { String($0) } ?? "", asked: request.form.text("question")),
            request)
    }

    /// A time of day as people type it (`14:35`, `14.35`, `1435`, `9:05`), within the interview in the person's zone; `nil` outside of it.
    private static func moment(_ text: String, in attempt: Attempt, _ file: HomeCase) -> Instant? {
        guard let startedAt = attempt.startedAt else { return nil }
        guard text.count <= 8 else { return nil }
        let digits = TypedDigits.in(text)
        guard (3...4).contains(digits.count) else { return nil }
        let number = TypedDigits.number(digits)
        let (hour, minute) = number.quotientAndRemainder(dividingBy: 100)
        guard hour < 24, minute < 60 else { return nil }
        do {
            let rules = try file.bench.zones.rules(file.zone)
            let day = rules.local(startedAt).date
            let asked = rules.instant(of: day, minuteOfDay: hour * 60 + minute)
            // After midnight it is the next day's.
            let moment = asked + .minutes(1) <= startedAt ? asked + .days(1) : asked
            guard moment <= file.now else { return nil }
            // A minute is as exact as people say it; the first one begins before the interview does.
            return max(moment, startedAt)
        } catch {
            return nil
        }
    }

    private func page(
        _ attempt: Attempt, _ file: HomeCase, _ request: PageRequest, errors: FormErrors = FormErrors()
    ) -> Page {
        let words = file.words
        let heading = words["candidate_objection_heading"]
        let wantsTime = request.form.text("when") == "time"
        let span = words(
            "candidate_objection_span",
            [
                "from": words.time(attempt.startedAt ?? attempt.startsAt, zone: file.zone),
                "to": words.time(file.now, zone: file.zone),
                "zone": words.zoneName(file.zone, at: attempt.startsAt),
            ])
        return Page(
            "candidate/objection",
            title: errors.isEmpty ? heading : words("candidate_title_error", ["title": heading]),
            file.shared.merging([
                "heading": .text(heading), "error_summary": errors.summary,
                "action": .text("\(file.base)/interview/objection"),
                "when": [
                    "id": "when", "name": "when", "legend": .text(words["candidate_objection_when"]), "hint": nil,
                    "error": nil,
                    "options": [
                        [
                            "id": "when-now", "value": "now", "label": .text(words["candidate_objection_now"]),
                            "hint": nil, "checked": .flag(!wantsTime),
                        ],
                        [
                            "id": "when-time", "value": "time", "label": .text(words["candidate_objection_at"]),
                            "hint": nil, "checked": .flag(wantsTime),
                        ],
                    ],
                ],
                "time": [
                    "id": "time", "name": "time", "label": .text(words["candidate_objection_time"]),
                    "hint": .text(span), "value": .text(String(request.form.text("time").prefix(40))),
                    "error": .optional(errors["time"]), "type": nil, "autocomplete": "off", "inputmode": "numeric",
                    "maxlength": nil, "required": false,
                ],
                "question": [
                    "id": "question", "name": "question", "label": .text(words["candidate_objection_question"]),
                    "hint": .text(words["candidate_objection_question_hint"]),
                    "value": .text(request.form.text("question")), "rows": 3, "error": .optional(errors["question"]),
                    "maxlength": .number(Self.longestText), "counter_max": nil, "required": false,
                ], "back_href": .text("\(file.base)/interview"),
            ]), status: errors.isEmpty ? .ok : .unprocessableContent)
    }
}
