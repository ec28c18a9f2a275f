import Timekeeping
import Verification
import Workflow

/// What the first page says in each state up to the interview, and in the three in which a case ends without one.
extension HomeCase {
    func opened(confirmBy: Instant) -> View {
        [
            "next": next("confirm", by: confirmBy, href: "\(base)/confirm"),
            "explanation": .text(text(session.trigger.explanation)), "trigger": trigger,
            "topics": .list(topics), "has_topics": .flag(!topics.isEmpty), "unknown": .list(unknownSkills),
            "has_unknown": .flag(!unknownSkills.isEmpty), "only_unknown": .flag(isOnlyUnknown), "facts": .list(facts),
            "has_facts": .flag(!session.profile.facts.isEmpty), "how": .list(howItGoes), "stored": .list(whatIsStored),
            "decline_href": .text("\(base)/decline"),
        ]
    }

    func readyToBook(_ ready: Phase.ReadyToBook) -> View {
        let last = lastEnded
        return [
            "next": next(
                ready.needsLineTest ? "line_test" : ready.hasPriority ? "book_first" : "book", by: ready.bookBy,
                href: "\(base)/book"),
            "last": .optional(last.map { lastAttempt($0) }), "rows": .list(chosen),
            "reverifies": .flag(ready.reverifies != nil), "alternatives": alternatives(ready.offersAlternatives),
            "has_alternatives": .flag(ready.offersAlternatives),
            "decline_href": .text("\(base)/decline"),
        ]
    }

    /// What the words of the first page are called while an interview is booked.
    func bookedName(_ interview: InterviewID) -> String {
        switch session.attempt(interview).map({ MeetingStage($0, self) }) {
        case .open: "room_open"
        case .due: "due"
        case .joined: "joined"
        case .early, .running, nil: "booked"
        }
    }

    func booked(_ interview: InterviewID) -> View {
        guard let attempt = session.attempt(interview) else { return [:] }
        let stage = MeetingStage(attempt, self)
        let values = [
            "distance": until(attempt.startsAt, zone: zone), "time": words.time(attempt.startsAt, zone: zone),
        ]
        let href = "\(base)/interview"
        let told =
            switch stage {
            case .early, .running: next("interview", by: attempt.startsAt, href: href, values: values)
            case .open: next("room_open", by: attempt.startsAt, href: href, values: values)
            case .due:
                next(
                    "due", by: attempt.startsAt + .minutes(policy.interview.noShowAfterMinutes), href: href,
                    values: values)
            case .joined: next("joined", href: href, values: values)
            }
        return [
            "next": told, "rows": .list(meeting(attempt, zone: zone)),
            "move_href": .optional(canMove(attempt) ? "\(base)/book?move=\(attempt.booking)" : nil),
            "cancel_href": .text("\(base)/interview/cancel"),
            "calendar_href": .optional(now < attempt.startsAt ? "\(base)/interview/calendar.ics" : nil),
        ]
    }

    func running(_ interview: InterviewID) -> View {
        let endsAt = session.attempt(interview)?.endsAt
        return [
            "next": next("running", by: endsAt, href: "\(base)/interview"),
            "objection_href": .text("\(base)/interview/objection"),
        ]
    }

    func expired(_ reason: ReasonCode?) -> View {
        [
            "next": next(reason == nil ? "reopen" : "reopen_used_up"),
            "reason": .optional(reason.map { self.reason($0) }),
            "tries": .optional(
                reason.map { _ in
                    words(
                        "candidate_tries",
                        [
                            "used": String(session.countedAttempts), "all": String(policy.attempts.countedMaximum),
                        ])
                }), "last": .optional(lastEnded.map { lastAttempt($0) }), "alternatives": alternatives(reason != nil),
            "has_alternatives": .flag(reason != nil),
            "reopen": reopenForm("candidate_reopen_action"),
        ]
    }

    var refused: View {
        [
            "next": next("reopen_refused"), "reason": .view(reason(.declinedToTakePart)),
            "reopen": reopenForm("candidate_reopen_refused_action"),
        ]
    }

    var cancelled: View {
        ["next": next("cancelled", values: ["platform": platform])]
    }

    /// A second look that is booked while the case is being decided, or `nil`.
    var secondLook: View? {
        guard let attempt = session.attempts.last(where: { !$0.isInterview && !$0.isOver }) else { return nil }
        return [
            "title": .text(words["candidate_second_look_booked_title"]),
            "text": .text(words("candidate_second_look_booked_text", ["moment": moment(attempt.startsAt)])),
            "href": .text("\(base)/interview"), "label": .text(words["candidate_second_look_booked_action"]),
        ]
    }

    // MARK: Parts

    /// The latest interview that ended, cancelled bookings and second looks apart.
    var lastEnded: Attempt? { session.attempts.last { $0.isInterview && $0.isOver && $0.result != .cancelled } }

    /// How the last interview ended and whether it used up a try, so that nobody has to guess.
    private func lastAttempt(_ attempt: Attempt) -> View {
        let counted = attempt.countsTowardLimit
        return [
            "title": .text(words("candidate_last_title", ["moment": moment(attempt.startsAt)])),
            "reasons": .list(attempt.reasonCodes.map { reason($0) }),
            "counts": .text(
                words(
                    counted ? "candidate_last_counted" : "candidate_last_free",
                    [
                        "used": String(session.countedAttempts), "all": String(policy.attempts.countedMaximum),
                    ])), "tone": .text(counted ? "quiet" : "good"),
            "line_href": .optional(
                attempt.call.map { _ in "\(Cookies.candidatePath(session.id))/attempts/\(attempt.interview)" }),
        ]
    }

    /// Until when a time has to be chosen, or nothing where none has to be.
    var bookingDeadline: Slot {
        guard case .readyToBook(let ready) = session.phase else { return .absent }
        return .text(words("candidate_book_deadline", ["moment": moment(ready.bookBy)]))
    }

    /// What the person confirmed and chose.
    private var chosen: [View] {
        let kept = session.profile.declaredStack.filter { !$0.struck && $0.skill != nil }.map { name(of: $0) }
        return [
            row("candidate_row_length", words.duration(minutes: policy.interview.lengthMinutes)),
            row("candidate_row_topics", kept.isEmpty ? words["candidate_topics_none"] : kept.joined(separator: ", ")),
            row("candidate_row_mode", mode(session.mode)),
        ]
    }

    func row(_ key: String, _ value: String, change: String? = nil) -> View {
        [
            "term": .text(words[key]), "value": .text(value), "values": nil, "action_href": .optional(change),
            "action_label": .text(words["candidate_change"]), "action_hidden": .text(words[key]),
        ]
    }

    /// The facts of a meeting, the same on each page that speaks of it; its time first, where no heading has it.
    func meeting(_ attempt: Attempt, zone: String) -> [View] {
        [row("candidate_row_when", words.moment(attempt.startsAt, zone: zone))]
            + meeting(startsAt: attempt.startsAt, endsAt: attempt.endsAt, mode: attempt.mode)
    }

    func meeting(
        startsAt: Instant, endsAt: Instant, mode: InterviewMode, isInterview: Bool = true
    ) -> [View] {
        let minutes = Int(clamping: (endsAt - startsAt).wholeSeconds / 60)
        return [
            row("candidate_row_length", words.duration(minutes: minutes)), row("candidate_row_mode", self.mode(mode)),
            row("candidate_row_with", isInterview ? withWhom : words["candidate_meeting_with_reviewer"]),
        ]
    }

    /// Whether an interview may still be moved; the domain asks the same again.
    func canMove(_ attempt: Attempt) -> Bool {
        attempt.isInterview && attempt.startedAt == nil && attempt.reschedules < policy.scheduling.maximumReschedules
            && now <= attempt.startsAt - .minutes(policy.scheduling.rescheduleUntilMinutes)
    }

    /// Other ways than a video call on the same line.
    func alternatives(_ areOffered: Bool) -> Slot {
        guard areOffered else { return .absent }
        return .list([
            ["text": .text(words["candidate_alternative_audio"])], ["text": .text(words["candidate_alternative_chat"])],
            ["text": .text(words("candidate_alternative_referee", ["referee": trustedReferee]))],
        ])
    }

    private func reopenForm(_ key: String) -> Slot {
        ["action": .text("\(base)/reopen"), "label": .text(words[key])]
    }
}
