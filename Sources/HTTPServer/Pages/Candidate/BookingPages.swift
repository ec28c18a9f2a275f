import HTTPTypes
import Scheduling
import Timekeeping
import Verification
import Workflow

/// Choosing a time: month and times in the person's own zone, the meeting's facts always in view, a check, and the booking itself.
struct BookingPages: Sendable {
    let pages: PageKit

    func register(on routes: RouteRegistrar) {
        pages.on(PageTable.bookingTimes, of: routes) { request in
            let file = try await HomeCase.load(request, pages)
            let choice = BookingZoneChoice(request, file)
            return try await forPurpose(file, request.query("move") ?? "") { purpose in
                if LineTestPages.isNeeded(file) {
                    return .page(LineTestPages.page(file, Form(), FormErrors(), done: request.query("done")))
                }
                return .page(
                    try await times(file, request, choice, purpose, day: BookingCalendar.day(request.query("day"))))
            }
        }
        pages.on(PageTable.bookingCheck, of: routes) { request in
            let file = try await HomeCase.load(request, pages)
            let choice = BookingZoneChoice(request, file)
            return try await forPurpose(file, request.query("move") ?? "") { purpose in
                try await check(request.query("time") ?? "", file, request, choice, purpose)
            }
        }
        pages.on(PageTable.bookingConfirm, of: routes) { request in
            let file = try await HomeCase.load(request, pages)
            let choice = BookingZoneChoice(request, file, form: request.form)
            return try await forPurpose(file, request.form.text("move")) { purpose in
                try await book(request.form.text("time"), file, request, choice, purpose)
            }
        }
    }

    private func forPurpose(
        _ file: HomeCase, _ move: String, _ reply: (BookingPurpose) async throws -> PageReply
    ) async throws -> PageReply {
        switch BookingPurpose.find(file, move: move) {
        case .purpose(let purpose): try await reply(purpose)
        case .elsewhere(let path): .redirect(path)
        }
    }

    // MARK: Check and book

    private func check(
        _ time: String, _ file: HomeCase, _ request: PageRequest, _ choice: BookingZoneChoice,
        _ purpose: BookingPurpose
    ) async throws -> PageReply {
        guard let startsAt = Instant(rfc3339: time) else {
            return .page(try await times(file, request, choice, purpose, problem: .noTime(time)))
        }
        let offers = try await pages.bench.freeTimes(file.session.id, from: nil, to: nil, for: request.principal).offers
        guard let offer = offers.first(where: { $0.startsAt == startsAt }) else {
            return .page(
                try await times(file, request, choice, purpose, problem: .taken(startsAt, Self.near(startsAt, offers))))
        }
        let words = file.words
        let heading = words[purpose.moved == nil ? "candidate_check_time_heading" : "candidate_check_move_heading"]
        let addresses = BookingAddresses(base: file.base, zone: choice.zone, purpose: purpose)
        let hidden = [("time", startsAt.rfc3339), ("zone", choice.zone)] + purpose.hidden.map { ($0.name, $0.value) }
        return .page(
            Page(
                "candidate/book_check", title: heading,
                file.shared.merging([
                    "heading": .text(heading), "error_summary": nil,
                    "moment": .text(words.moment(startsAt, zone: choice.zone)),
                    "distance": .text(file.until(startsAt, zone: choice.zone)),
                    "rows": .list(
                        file.meeting(
                            startsAt: offer.startsAt, endsAt: offer.endsAt,
                            mode: purpose.moved?.mode ?? file.session.mode)),
                    "old": .optional(
                        purpose.moved.map {
                            words("candidate_check_old", ["moment": words.moment($0.startsAt, zone: choice.zone)])
                        }), "action": .text("\(file.base)/book"),
                    "label": .text(
                        words[purpose.moved == nil ? "candidate_check_book" : "candidate_check_move"]),
                    "hidden": .list(hidden.map { ["name": .text($0.0), "value": .text($0.1)] }),
                    "keep_zone": .optional(
                        choice.zone == file.zone
                            ? nil
                            : words(
                                "candidate_check_keep_zone", ["zone": words.zoneName(choice.zone, at: startsAt)])),
                    "back_href": .text(addresses.day(try rules(choice).local(startsAt).date)),
                ])))
    }

    private func book(
        _ time: String, _ file: HomeCase, _ request: PageRequest, _ choice: BookingZoneChoice,
        _ purpose: BookingPurpose
    ) async throws -> PageReply {
        guard let startsAt = Instant(rfc3339: time) else {
            return .page(try await times(file, request, choice, purpose, problem: .noTime(time)))
        }
        let bench = pages.bench
        do {
            if request.form.text("keep_zone") == "yes", choice.zone != file.zone {
                // Before booking, so that the mail about it tells the time as this page did.
                _ = try await bench.updateProfile(
                    file.session.id, email: nil, timeZone: choice.zone, languages: nil, by: request.principal)
            }
            switch purpose {
            case .book: _ = try await bench.book(file.session.id, startsAt: startsAt, by: request.principal)
            case .move(let attempt):
                _ = try await bench.reschedule(attempt.booking, to: startsAt, by: request.principal)
            }
        } catch WorkflowFailure.slotTaken(let alternatives) {
            return .page(
                try await times(file, request, choice, purpose, problem: .taken(startsAt, alternatives)))
        } catch Rejection.lineTestRequired {
            return .redirect("\(file.base)/book")
        } catch Rejection.wrongState {
            // Booked, moved or begun in another tab meanwhile; that page says what holds now.
            return .redirect("\(file.base)/interview?done=no_changed")
        }
        return .redirect("\(file.base)/interview?done=\(purpose.moved == nil ? "booked" : "moved")")
    }

    // MARK: The page of times

    private enum Trouble: Sendable {
        /// What was sent is no time.
        case noTime(String)
        case taken(Instant, [TimeOffer])
    }

    private func times(
        _ file: HomeCase, _ request: PageRequest, _ choice: BookingZoneChoice, _ purpose: BookingPurpose,
        day: CivilDate? = nil, problem: Trouble? = nil
    ) async throws -> Page {
        let words = file.words
        let addresses = BookingAddresses(base: file.base, zone: choice.zone, purpose: purpose)
        let offers = try await pages.bench.freeTimes(file.session.id, from: nil, to: nil, for: request.principal).offers
        let rules = try rules(choice)
        var chosen = day
        if case .taken(let startsAt, _) = problem { chosen = rules.local(startsAt).date }
        guard let calendar = BookingCalendar(offers, rules: rules, words: words, now: file.now, chosen: chosen) else {
            return noTimes(file, purpose)
        }
        var errors = FormErrors()
        choice.tell(&errors, words)
        if case .noTime(let text) = problem {
            errors.add("times", words("candidate_book_error_time", ["typed": String(text.prefix(64))]))
        }
        let heading = words[purpose.moved == nil ? "candidate_book_heading" : "candidate_move_heading"]
        let mode = purpose.moved?.mode ?? file.session.mode
        let facts = [
            file.row("candidate_row_length", words.duration(minutes: file.policy.interview.lengthMinutes)),
            file.row("candidate_row_mode", file.mode(mode)), file.row("candidate_row_with", file.withWhom),
        ]
        let title = errors.isEmpty ? heading : words("candidate_title_error", ["title": heading])
        return Page(
            "candidate/book", title: title,
            file.shared.merging([
                "heading": .text(heading), "lead": .text(words["candidate_book_lead"]),
                "done": file.done(request.query("done")), "error_summary": errors.summary, "rows": .list(facts),
                "taken": taken(problem, choice, addresses, words),
                "zone_switch": choice.view(
                    file, action: "\(file.base)/book",
                    hidden: purpose.hidden + [("day", calendar.day.description)]),
                "month": calendar.month(addresses.day), "day": .text(words.day(calendar.day)),
                "times": calendar.times(zone: choice.zone) { addresses.check($0.startsAt) },
                "is_moved": .flag(calendar.isMoved && problem == nil), "deadline": file.bookingDeadline,
                "back_href": .text(purpose.moved == nil ? file.base : "\(file.base)/interview"),
                "old": .optional(
                    purpose.moved.map {
                        words("candidate_move_old", ["moment": words.moment($0.startsAt, zone: choice.zone)])
                    }),
            ]), status: status(of: problem, errors), scripts: ["booking.js"])
    }

    private func status(of problem: Trouble?, _ errors: FormErrors) -> HTTPResponse.Status {
        switch problem {
        case .taken: .conflict
        case .noTime: .unprocessableContent
        case nil: errors.isEmpty ? .ok : .unprocessableContent
        }
    }

    /// What was chosen and has gone meanwhile, with the nearest times instead.
    private func taken(
        _ problem: Trouble?, _ choice: BookingZoneChoice, _ addresses: BookingAddresses, _ words: Words
    ) -> Slot {
        guard case .taken(let startsAt, let near) = problem else { return .absent }
        return [
            "title": .text(words["candidate_book_taken_title"]),
            "text": .text(
                words("candidate_book_taken_text", ["moment": words.moment(startsAt, zone: choice.zone)])),
            "has_near": .flag(!near.isEmpty),
            "near": .list(
                near.prefix(3).map {
                    [
                        "href": .text(addresses.check($0.startsAt)),
                        "text": .text(words.moment($0.startsAt, zone: choice.zone)),
                    ]
                }),
        ]
    }

    private static func near(_ startsAt: Instant, _ offers: [TimeOffer]) -> [TimeOffer] {
        let nearest = offers.sorted {
            let left = ($0.startsAt - startsAt).milliseconds
            let right = ($1.startsAt - startsAt).milliseconds
            return left.magnitude < right.magnitude
        }
        return nearest.prefix(3).sorted { $0.startsAt < $1.startsAt }
    }

    private func rules(_ choice: BookingZoneChoice) throws -> TimeZoneRules {
        do {
            return try pages.bench.zones.rules(choice.zone)
        } catch {
            // The profile's own zone, which the system has lost since it was stored.
            return try pages.bench.zones.rules("UTC")
        }
    }

    // MARK: Where nothing can be booked

    private func noTimes(_ file: HomeCase, _ purpose: BookingPurpose) -> Page {
        let words = file.words
        let heading = words["candidate_no_times_heading"]
        let skills = file.askedSkills
        let days = String(file.policy.scheduling.horizonDays)
        return Page(
            "candidate/no_times", title: heading,
            file.shared.merging([
                "heading": .text(heading),
                "lead": .text(
                    skills.isEmpty
                        ? words("candidate_no_times_lead_anybody", ["days": days, "languages": file.languages])
                        : words(
                            "candidate_no_times_lead",
                            ["skills": skills, "days": days, "languages": file.languages])),
                "old": .optional(
                    purpose.moved.map { words("candidate_move_old", ["moment": file.moment($0.startsAt)]) }),
                "deadline": file.bookingDeadline,
                "again_href": .text(
                    BookingAddresses(base: file.base, zone: file.zone, purpose: purpose).times()),
                "alternatives": file.alternatives(true), "back_href": .text(file.base),
            ]))
    }
}
