import ConnectionQuality
import HTTPTypes
import Timekeeping
import Verification
import Workflow

/// The page of one interview from its booking to its end: when, how to get ready, where to join, and what to do when something is wrong.
struct BeforeInterviewPages: Sendable {
    let pages: PageKit

    func register(on routes: RouteRegistrar) {
        pages.on(PageTable.beforeInterview, of: routes) { request in
            let file = try await HomeCase.load(request, pages)
            guard let attempt = Self.meeting(file) else { return .redirect(Self.home(file, request)) }
            return .page(interview(attempt, file, request))
        }
        pages.on(PageTable.beforeInterviewCalendar, of: routes) { request in
            let file = try await HomeCase.load(request, pages)
            guard let attempt = Self.meeting(file) else { throw Problem.notFound }
            let text = try await pages.bench.calendarFile(attempt.booking, for: request.principal)
            return .file(
                name: "interview.ics", type: "text/calendar; charset=utf-8; method=PUBLISH", bytes: Array(text.utf8))
        }
        pages.on(PageTable.beforeInterviewJoin, of: routes) { request in
            let file = try await HomeCase.load(request, pages)
            guard let attempt = Self.meeting(file) else { return .redirect("\(file.base)?done=no_changed") }
            do {
                _ = try await pages.bench.join(attempt.interview, by: request.principal)
            } catch Rejection.wrongState {
                return .redirect("\(file.base)/interview?done=no_join_yet")
            }
            return .redirect("\(file.base)/interview?done=joined")
        }
        pages.on(PageTable.cancelInterviewPage, of: routes) { request in
            let file = try await HomeCase.load(request, pages)
            guard let attempt = Self.cancellable(file) else {
                return .redirect("\(file.base)?done=no_changed")
            }
            return .page(cancel(attempt, file))
        }
        pages.on(PageTable.cancelInterview, of: routes) { request in
            let file = try await HomeCase.load(request, pages)
            guard let attempt = Self.cancellable(file) else {
                return .redirect("\(file.base)?done=no_changed")
            }
            do {
                _ = try await pages.bench.cancelBooking(attempt.booking, by: request.principal)
            } catch Rejection.wrongState {
                return .redirect("\(file.base)/interview?done=no_changed")
            }
            return .redirect("\(file.base)?done=interview_cancelled")
        }
        BeforeInterviewObjection(pages: pages).register(on: routes)
    }

    /// The interview that is booked or running, else a second look that is.
    static func meeting(_ file: HomeCase) -> Attempt? {
        file.session.currentInterview ?? file.session.attempts.last { !$0.isInterview && !$0.isOver }
    }

    private static func cancellable(_ file: HomeCase) -> Attempt? {
        meeting(file).flatMap { $0.startedAt == nil ? $0 : nil }
    }

    /// Without a meeting the first page says what holds; a message about what was just done goes with it.
    private static func home(_ file: HomeCase, _ request: PageRequest) -> String {
        guard let done = request.query("done"), file.words.find("candidate_done_\(done)") != nil else {
            return file.base
        }
        return "\(file.base)?done=\(done)"
    }

    // MARK: Pages

    private func interview(_ attempt: Attempt, _ file: HomeCase, _ request: PageRequest) -> Page {
        let words = file.words
        let choice = BookingZoneChoice(request, file)
        var errors = FormErrors()
        choice.tell(&errors, words)
        let stage = MeetingStage(attempt, file)
        let link = pages.bench.meetingLink(attempt.interview)
        let key = attempt.isInterview ? "candidate_interview" : "candidate_second_look"
        let heading = words[stage == .running ? "\(key)_running_heading" : "\(key)_heading"]
        let title = errors.isEmpty ? heading : words("candidate_title_error", ["title": heading])
        let values = [
            "opens": words.time(MeetingStage.opens(attempt, file), zone: choice.zone),
            "minutes": words.duration(minutes: file.policy.interview.noShowAfterMinutes),
        ]
        return Page(
            "candidate/interview", title: title,
            file.shared.merging([
                "heading": .text(heading), "error_summary": errors.summary, "done": file.done(request.query("done")),
                "moment": .text(words.moment(attempt.startsAt, zone: choice.zone)),
                "moment_iso": .text(attempt.startsAt.rfc3339),
                "distance": .optional(
                    file.now < attempt.startsAt
                        ? file.until(attempt.startsAt, zone: choice.zone) : nil),
                "rows": .list(
                    file.meeting(
                        startsAt: attempt.startsAt, endsAt: attempt.endsAt, mode: attempt.mode,
                        isInterview: attempt.isInterview)),
                "is_interview": .flag(attempt.isInterview), "is_early": .flag(stage == .early),
                "is_open": .flag(stage == .open || stage == .due), "is_joined": .flag(stage == .joined),
                "is_running": .flag(stage == .running), "opens_text": .text(words("candidate_interview_opens", values)),
                "open_text": .text(words("candidate_interview_open", values)),
                "join_action": .text("\(file.base)/interview/join"),
                // Only what can be trusted to be an address of the web becomes a link.
                "link": .optional(link.flatMap { $0.hasPrefix("https://") || $0.hasPrefix("http://") ? $0 : nil }),
                "calendar_href": .text("\(file.base)/interview/calendar.ics"),
                "move_href": .optional(file.canMove(attempt) ? "\(file.base)/book?move=\(attempt.booking)" : nil),
                "move_text": .text(
                    words(
                        "candidate_interview_move_text",
                        [
                            "until": words.moment(
                                attempt.startsAt - .minutes(file.policy.scheduling.rescheduleUntilMinutes),
                                zone: choice.zone),
                            "left": String(
                                max(0, file.policy.scheduling.maximumReschedules - attempt.reschedules)),
                        ])),
                "cancel_href": .optional(attempt.startedAt == nil ? "\(file.base)/interview/cancel" : nil),
                "objection_href": .text("\(file.base)/interview/objection"),
                "ready": .list(ready(attempt, file)), "identity": .list(identity(attempt, file)),
                "no_show": .text(words("candidate_interview_no_show", values)),
                "objection_text": .text(
                    words(
                        "candidate_interview_objection_text",
                        ["days": String(file.policy.deadlines.objectionDays)])),
                "zone_switch": choice.view(file, action: "\(file.base)/interview", hidden: []),
            ]), status: errors.isEmpty ? .ok : .unprocessableContent, scripts: ["booking.js"])
    }

    private func ready(_ attempt: Attempt, _ file: HomeCase) -> [View] {
        var keys = ["document", "room", "charger", "headphones"]
        if attempt.mode != .video { keys.append("mode_\(attempt.mode.rawValue)") }
        return keys.map { ["text": .text(file.words["candidate_ready_\($0)"])] }
    }

    /// What will be looked at, in words; the liveness prompts stay unknown until the call.
    private func identity(_ attempt: Attempt, _ file: HomeCase) -> [View] {
        ["document", "face", "prompts", "facts"].map { ["text": .text(file.words["candidate_identity_\($0)"])] }
    }

    private func cancel(_ attempt: Attempt, _ file: HomeCase) -> Page {
        let words = file.words
        let heading = words["candidate_cancel_heading"]
        let days = String(file.policy.deadlines.bookingDays)
        let keys = attempt.isInterview ? ["free", "again", "account"] : ["second_look", "account"]
        return Page(
            "candidate/cancel", title: heading,
            file.shared.merging([
                "heading": .text(heading), "moment": .text(file.moment(attempt.startsAt)),
                "consequences": .list(
                    keys.map { ["text": .text(words("candidate_cancel_\($0)", ["days": days]))] }),
                "move_href": .optional(file.canMove(attempt) ? "\(file.base)/book?move=\(attempt.booking)" : nil),
                "action": .text("\(file.base)/interview/cancel"), "back_href": .text("\(file.base)/interview"),
            ]))
    }
}
