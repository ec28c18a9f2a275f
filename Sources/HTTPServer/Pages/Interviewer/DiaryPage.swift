import Scheduling
import Timekeeping
import Verification
import Workflow

/// Today and the week: the next interview big, then the days, in the person's own zone.
extension InterviewerPages {
    func diary(_ request: PageRequest) async throws -> PageReply {
        let words = request.words
        let now = request.now
        let diary = try await bench.diary(of: try request.staff(), since: now - .days(7))
        let entries = diary.entries
        let upcoming = entries.filter { !$0.attempt.isOver && $0.attempt.endedAt == nil && $0.attempt.endsAt > now }
        let next = upcoming.first
        let waiting = entries.filter {
            $0.hasOpenScorecard && $0.attempt.interview != next?.attempt.interview
        }
        let today = words.date(now, zone: diary.zone)
        let date = { (entry: Workbench.DiaryEntry) in words.date(entry.attempt.startsAt, zone: diary.zone) }
        let coming = upcoming.filter { date($0) > today && $0.attempt.startsAt < now + .days(7) }
        var days: [View] = []
        for (day, group) in Dictionary(grouping: coming, by: date).sorted(by: { $0.key < $1.key }) {
            days.append(
                [
                    "heading": .text(words.day(day)),
                    "entries": .list(group.map { entry($0, diary.zone, now, words) }),
                ])
        }
        let past = entries.filter { $0.attempt.isOver || $0.attempt.submission != nil }.reversed()
        // A reviewer who holds a second look has no hours of their own.
        var hasHours = false
        if case .staff(_, let roles) = request.principal { hasHours = roles.contains(.interviewer) }
        let ofToday = entries.filter { date($0) == today }
        return .page(
            Page(
                "interviewer/diary", title: words["interviewer_diary_title"],
                [
                    "heading": .text(words["interviewer_diary_title"]),
                    "today_text": .text(words.day(today)),
                    "zone_text": .text(
                        words("interviewer_diary_zone", ["zone": words.zoneName(diary.zone, at: now)])),
                    "next": next.map { .view(nextView($0, diary.zone, now, words)) } ?? .absent,
                    "is_empty": .flag(upcoming.isEmpty && waiting.isEmpty),
                    "title": .text(words["interviewer_diary_empty_title"]),
                    "text": .text(words["interviewer_diary_empty_text"]), "href": hasHours ? "/my/hours" : .absent,
                    "label": .text(words["interviewer_hours_link"]),
                    "waiting": .list(waiting.map { entry($0, diary.zone, now, words) }),
                    "has_waiting": .flag(!waiting.isEmpty),
                    "today": .list(ofToday.map { entry($0, diary.zone, now, words) }),
                    "has_today": .flag(!ofToday.isEmpty), "days": .list(days), "has_days": .flag(!days.isEmpty),
                    "past": .list(past.prefix(10).map { entry($0, diary.zone, now, words, withDay: true) }),
                    "has_past": .flag(!past.isEmpty), "has_hours": .flag(hasHours),
                ]))
    }

    private func nextView(
        _ entry: Workbench.DiaryEntry, _ zone: String, _ now: Instant, _ words: Words
    ) -> View {
        let attempt = entry.attempt
        let isOpen = now >= entry.joinOpensAt
        let distance: String
        if attempt.startedAt != nil {
            distance = words["interviewer_diary_running"]
        } else if attempt.startsAt > now {
            distance = words("interviewer_diary_in", ["distance": words.distance(attempt.startsAt - now)])
        } else {
            distance = words["interviewer_diary_now"]
        }
        return [
            "distance": .text(distance), "when": .text(words.moment(attempt.startsAt, zone: zone)),
            "kind": .text(
                words[
                    attempt.isInterview ? "interviewer_next_interview" : "interviewer_next_second_look_heading"]),
            "mode": .text(words["interviewer_mode_\(attempt.mode.rawValue)"]),
            "languages": .text(Self.languages(entry.languages, words)),
            "length": .text(
                words.duration(minutes: Int(clamping: (attempt.endsAt - attempt.startsAt).wholeSeconds / 60))),
            "open_href": .text(Self.path(attempt.interview)),
            "room_text": .text(
                words(
                    isOpen ? "interviewer_diary_room_open" : "interviewer_diary_room_opens",
                    ["time": words.time(entry.joinOpensAt, zone: zone)])),
            "meeting": isOpen ? .optional(bench.meetingLink(attempt.interview)) : .absent,
        ]
    }

    private func entry(
        _ entry: Workbench.DiaryEntry, _ zone: String, _ now: Instant, _ words: Words, withDay: Bool = false
    ) -> View {
        let attempt = entry.attempt
        let time = words.time(attempt.startsAt, zone: zone) + "–" + words.time(attempt.endsAt, zone: zone)
        let status: (String, String)
        var hint = [
            words["interviewer_mode_\(attempt.mode.rawValue)"], Self.languages(entry.languages, words),
        ].joined(separator: " · ")
        if entry.hasOpenScorecard, let by = entry.submitBy {
            status = ("interviewer_state_scorecard", "warn")
            hint = words("interviewer_diary_submit_by", ["by": words.moment(by, zone: zone)])
        } else if attempt.isOver || attempt.submission != nil {
            status = ("interviewer_state_\(attempt.result.rawValue)", "quiet")
        } else if attempt.startedAt != nil {
            status = ("interviewer_state_running", "good")
        } else {
            status = ("interviewer_state_booked", "info")
        }
        return [
            "label": .text(
                withDay
                    ? words("interviewer_diary_past", ["day": words.day(attempt.startsAt, zone: zone), "time": time])
                    : "\(time) · \(kind(attempt, words))"),
            "href": .text(Self.path(attempt.interview)), "status": .text(words[status.0]), "tone": .text(status.1),
            "hint": .text(hint),
        ]
    }

    private func kind(_ attempt: Attempt, _ words: Words) -> String {
        words[attempt.isInterview ? "interviewer_kind_interview" : "interviewer_kind_second_look"]
    }

    // MARK: Working hours, to read

    func hours(_ request: PageRequest) async throws -> PageReply {
        let words = request.words
        let account = try await bench.ownAccount(try request.staff())
        let availability = account.availability
        // 1 January 2024 was a Monday: the names of the days come from the calendar of the language.
        let monday = CivilDate(year: 2024, month: 1, day: 1)
        let rows: [View] = (availability?.weekly ?? []).map { block in
            let days = block.days.compactMap { day -> String? in
                guard let monday, let index = Self.order.firstIndex(of: day.rawValue) else { return nil }
                return words.weekday(CivilDate(daysSinceEpoch: monday.daysSinceEpoch + Int64(index)))
            }
            return Self.row(
                days.joined(separator: ", "), "\(Self.clock(block.fromMinute))–\(Self.clock(block.toMinute))")
        }
        let zone = availability?.timeZone ?? "UTC"
        let absences = (availability?.absences ?? []).filter { $0.to > request.now }.map {
            words(
                "interviewer_hours_absence",
                ["from": words.moment($0.from, zone: zone), "to": words.moment($0.to, zone: zone)])
        }
        return .page(
            Page(
                "interviewer/hours", title: words["interviewer_hours_title"],
                [
                    "zone_text": .text(
                        words("interviewer_diary_zone", ["zone": words.zoneName(zone, at: request.now)])),
                    "rows": .list(rows), "has_rows": .flag(!rows.isEmpty), "absences": .texts(absences),
                    "has_absences": .flag(!absences.isEmpty),
                    "most": .optional(
                        availability?.maximumPerDay.map {
                            words("interviewer_hours_most", ["count": String($0)])
                        }),
                    "spoken": .text(Self.languages(account.languages, words)),
                    "skills": .text(account.skills.joined(separator: ", ")),
                ]))
    }

    private static let order = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]

    private static func clock(_ minute: Int) -> String {
        let two = { (number: Int) in number < 10 ? "0\(number)" : "\(number)" }
        return "\(two(minute / 60)):\(two(minute % 60))"
    }
}
