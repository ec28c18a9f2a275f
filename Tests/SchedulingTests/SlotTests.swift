import Scheduling
import Testing
import Timekeeping

@Suite struct SlotTests {
    private let type = SessionType(minimumNoticeMinutes: 0, horizonDays: 60)

    private func find(
        _ people: [InterviewerProfile], _ from: String, _ to: String, type: SessionType? = nil, busy: [BusySpan] = [],
        now: String? = nil
    ) throws -> [Slot] {
        try slots(
            for: people, sessionType: type ?? self.type, busy: busy, from: instant(from), to: instant(to),
            now: instant(now ?? from), zones: { try TimeZoneRules.load($0) })
    }

    @Test func eightHoursHoldSixteenSlotsOfHalfAnHour() throws {
        let found = try find(
            [interviewer("a", zone: "Europe/Sarajevo")], "2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z")
        #expect(found.count == 16)
        #expect(found.first?.startsAt.rfc3339 == "2026-11-24T08:00:00Z")
        #expect(found.last?.endsAt.rfc3339 == "2026-11-24T16:00:00Z")
    }

    @Test(arguments: [
        // zone, local date as a UTC window, block in minutes, slots expected
        ("Europe/Sarajevo", "2025-10-25T22:00:00Z", "2025-10-26T23:00:00Z", 0, 1440, 50),
        ("Europe/Sarajevo", "2025-03-29T23:00:00Z", "2025-03-30T22:00:00Z", 0, 1440, 46),
        ("Europe/Sarajevo", "2025-10-25T22:00:00Z", "2025-10-26T23:00:00Z", 120, 240, 6),
        ("Europe/Sarajevo", "2025-03-29T23:00:00Z", "2025-03-30T22:00:00Z", 60, 240, 4),
        ("Europe/Sarajevo", "2025-03-29T23:00:00Z", "2025-03-30T22:00:00Z", 120, 180, 0),
        ("America/New_York", "2024-11-03T04:00:00Z", "2024-11-04T05:00:00Z", 60, 120, 4),
        ("America/New_York", "2024-03-10T05:00:00Z", "2024-03-11T04:00:00Z", 60, 240, 4),
        ("Australia/Lord_Howe", "2025-04-05T13:00:00Z", "2025-04-06T13:30:00Z", 60, 180, 5),
        ("Australia/Lord_Howe", "2024-10-05T13:30:00Z", "2024-10-06T13:00:00Z", 60, 240, 5),
        ("Africa/Cairo", "2025-04-24T22:00:00Z", "2025-04-25T21:00:00Z", 0, 480, 14),
        ("Antarctica/Troll", "2025-03-30T00:00:00Z", "2025-03-30T22:00:00Z", 0, 240, 4),
        ("Pacific/Kiritimati", "2025-01-05T10:00:00Z", "2025-01-06T10:00:00Z", 540, 600, 2),
    ])
    func daysOnWhichTheClocksChange(
        zone: String, from: String, to: String, blockFrom: Int, blockTo: Int, expected: Int
    ) throws {
        let found = try find([interviewer("a", zone: zone, from: blockFrom, to: blockTo)], from, to)
        #expect(found.count == expected)
        #expect(found == found.sorted { $0.startsAt < $1.startsAt })
    }

    @Test func nineOClockStaysNineOClockWhenTheClocksChange() throws {
        let found = try find(
            [interviewer("a", zone: "Europe/Sarajevo", to: 9 * 60 + 30)], "2025-10-24T00:00:00Z", "2025-10-29T00:00:00Z"
        )
        #expect(
            found.map(\.startsAt.rfc3339) == [
                "2025-10-24T07:00:00Z", "2025-10-25T07:00:00Z", "2025-10-26T08:00:00Z", "2025-10-27T08:00:00Z",
                "2025-10-28T08:00:00Z",
            ])
    }

    @Test func slotsAreTheUnionOverPeople() throws {
        let early = interviewer("early", zone: "UTC", from: 540, to: 600)
        let late = interviewer("late", zone: "Europe/Sarajevo", from: 630, to: 720)
        let found = try find([early, late], "2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z")
        #expect(
            found.map(\.startsAt.rfc3339).map { $0.dropFirst(11).prefix(5) } == ["09:00", "09:30", "10:00", "10:30"])
        #expect(found.map(\.interviewers) == [["early"], ["early", "late"], ["late"], ["late"]])
    }

    @Test func aSlotLiesInOnePersonsBlock() throws {
        // 45 minutes do not fit into either half hour, whoever has the other one.
        let first = interviewer("first", zone: "UTC", from: 540, to: 570)
        let second = interviewer("second", zone: "UTC", from: 570, to: 600)
        let long = SessionType(lengthMinutes: 45, stepMinutes: 15, minimumNoticeMinutes: 0, horizonDays: 14)
        #expect(try find([first, second], "2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z", type: long).isEmpty)
    }

    @Test func theBuffersOfBothInterviewsAdd() throws {
        let buffered = SessionType(
            stepMinutes: 5, minimumNoticeMinutes: 0, horizonDays: 14, bufferBeforeMinutes: 5, bufferAfterMinutes: 10)
        let busy = BusySpan(
            interviewer: "a", from: try instant("2026-11-24T12:00:00Z"), to: try instant("2026-11-24T12:30:00Z"))
        let found = try find(
            [interviewer("a", zone: "UTC")], "2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z", type: buffered,
            busy: [busy])
        let starts = Set(found.map(\.startsAt.rfc3339))
        #expect(starts.contains("2026-11-24T11:15:00Z"))
        #expect(!starts.contains("2026-11-24T11:20:00Z"))
        #expect(!starts.contains("2026-11-24T12:40:00Z"))
        #expect(starts.contains("2026-11-24T12:45:00Z"))
        // A buffer may leave working hours, an interview may not.
        #expect(found.first?.startsAt.rfc3339 == "2026-11-24T09:00:00Z")
        #expect(found.last?.endsAt.rfc3339 == "2026-11-24T17:00:00Z")
    }

    @Test func whatIsOfferedCanBeLocked() throws {
        // 32 minutes touch a cell that the next interview would need, so that the next one starts after that cell.
        let odd = SessionType(lengthMinutes: 32, stepMinutes: 1, minimumNoticeMinutes: 0, horizonDays: 14)
        let busy = BusySpan(
            interviewer: "a", from: try instant("2026-11-24T09:00:00Z"), to: try instant("2026-11-24T09:32:00Z"))
        let found = try find(
            [interviewer("a", zone: "UTC")], "2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z", type: odd, busy: [busy])
        #expect(found.first?.startsAt.rfc3339 == "2026-11-24T09:35:00Z")
    }

    @Test func othersBookingsTakeNothing() throws {
        let busy = BusySpan(
            interviewer: "b", from: try instant("2026-11-24T00:00:00Z"), to: try instant("2026-11-25T00:00:00Z"))
        let people = [interviewer("a", zone: "UTC"), interviewer("b", zone: "UTC")]
        let found = try find(people, "2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z", busy: [busy])
        #expect(found.count == 16)
        #expect(found.allSatisfy { $0.interviewers == ["a"] })
    }

    @Test func absencesRemoveWhatTheyTouch() throws {
        let absence = Absence(from: try instant("2026-11-24T09:45:00Z"), to: try instant("2026-11-24T10:30:00Z"))
        let found = try find(
            [interviewer("a", zone: "UTC", to: 660, absences: [absence])], "2026-11-24T00:00:00Z",
            "2026-11-25T00:00:00Z")
        #expect(found.map(\.startsAt.rfc3339) == ["2026-11-24T09:00:00Z", "2026-11-24T10:30:00Z"])
    }

    @Test func aFullLocalDayOffersNothingMore() throws {
        // 22:30Z is the next day in Sarajevo, so that only the second booking counts for the 24th.
        let busy = try [
            ("2026-11-24T22:30:00Z", "2026-11-24T23:00:00Z"), ("2026-11-24T23:00:00Z", "2026-11-24T23:30:00Z"),
        ]
        .map { BusySpan(interviewer: "a", from: try instant($0), to: try instant($1)) }
        let person = interviewer("a", zone: "Europe/Sarajevo", maximumPerDay: 1)
        let found = try find([person], "2026-11-24T00:00:00Z", "2026-11-26T22:00:00Z", busy: busy)
        #expect(Set(found.map { $0.startsAt.rfc3339.prefix(10) }) == ["2026-11-26"])
        let never = interviewer("a", zone: "Europe/Sarajevo", maximumPerDay: 0)
        #expect(try find([never], "2026-11-24T00:00:00Z", "2026-11-26T22:00:00Z").isEmpty)
    }

    @Test func noticeAndHorizonCutTheRange() throws {
        let strict = SessionType(minimumNoticeMinutes: 120, horizonDays: 1)
        let found = try find(
            [interviewer("a", zone: "UTC")], "2020-01-01T00:00:00Z", "2030-01-01T00:00:00Z", type: strict,
            now: "2026-11-24T09:00:00Z")
        #expect(found.first?.startsAt.rfc3339 == "2026-11-24T11:00:00Z")
        #expect(found.last?.startsAt.rfc3339 == "2026-11-25T09:00:00Z")
    }

    @Test(arguments: [
        ("2026-11-24T10:00:00Z", ["a"]), ("2026-11-24T10:10:00Z", []), ("2026-11-24T17:00:00Z", []),
        ("2026-11-24T08:30:00Z", []), ("2026-11-22T10:00:00Z", []), ("2026-11-24T08:00:00.001Z", []),
        ("2020-11-24T10:00:00Z", []), ("2036-11-24T10:00:00Z", []), ("2026-11-24T10:00:00.001Z", []),
    ])
    func aStartIsOfferedOnlyOnTheGrid(start: String, expected: [String]) throws {
        let offered = try interviewersOffered(
            startsAt: instant(start), for: [interviewer("a", zone: "UTC", days: [.mon, .tue, .wed, .thu, .fri])],
            sessionType: type, busy: [], now: instant("2026-11-20T00:00:00Z"), zones: { try TimeZoneRules.load($0) })
        #expect(offered == expected)
    }

    @Test(arguments: [
        ("2026-11-24T12:00:00Z", ["2026-11-24T11:00:00Z", "2026-11-24T11:30:00Z", "2026-11-24T12:30:00Z"]),
        ("2026-11-24T20:00:00Z", ["2026-11-24T15:30:00Z", "2026-11-24T16:00:00Z", "2026-11-24T16:30:00Z"]),
        ("1970-01-01T00:00:00Z", ["2026-11-20T09:00:00Z", "2026-11-20T09:30:00Z", "2026-11-20T10:00:00Z"]),
        ("9999-01-01T00:00:00Z", ["2027-01-18T15:30:00Z", "2027-01-18T16:00:00Z", "2027-01-18T16:30:00Z"]),
    ])
    func theNearestFreeSlotsAreTheAlternatives(wanted: String, expected: [String]) throws {
        let busy = BusySpan(
            interviewer: "a", from: try instant("2026-11-24T12:00:00Z"), to: try instant("2026-11-24T12:30:00Z"))
        let found = try nearestSlots(
            to: instant(wanted), for: [interviewer("a", zone: "UTC")], sessionType: type, busy: [busy],
            now: instant("2026-11-20T00:00:00Z"), zones: { try TimeZoneRules.load($0) })
        #expect(found.map(\.startsAt.rfc3339) == expected)
    }

    @Test func alternativesMayBeWeeksAwayOrNone() throws {
        let absence = Absence(from: try instant("2026-11-01T00:00:00Z"), to: try instant("2026-12-24T00:00:00Z"))
        let near = { (people: [InterviewerProfile]) in
            try nearestSlots(
                to: instant("2026-11-24T12:00:00Z"), for: people, sessionType: type, busy: [],
                now: instant("2026-11-20T00:00:00Z"), zones: { try TimeZoneRules.load($0) })
        }
        #expect(
            try near([interviewer("a", zone: "UTC", absences: [absence])]).first?.startsAt.rfc3339
                == "2026-12-24T09:00:00Z")
        #expect(try near([]).isEmpty)
    }

    @Test func absurdSettingsAndTimesDoNoHarm() throws {
        let extremes = [Int.min, -1, 0, 1, Int.max]
        let moments = [Instant(millisecondsSinceEpoch: .min), Instant(millisecondsSinceEpoch: .max)]
        let rules = try TimeZoneRules.load("Europe/Sarajevo")
        for number in extremes {
            let absurd = SessionType(
                lengthMinutes: number, stepMinutes: number, minimumNoticeMinutes: number, horizonDays: min(number, 2),
                bufferBeforeMinutes: number, bufferAfterMinutes: number)
            let person = interviewer(
                "a", zone: "Europe/Sarajevo", from: number == 1 ? 0 : number, to: number,
                absences: [Absence(from: moments[1], to: moments[0])], maximumPerDay: number)
            for now in moments + [try instant("2026-11-24T09:00:00Z")] {
                for (from, to) in [(moments[0], moments[1]), (moments[1], moments[0])] {
                    _ = slots(
                        for: [person], sessionType: absurd, busy: [BusySpan(interviewer: "a", from: to, to: from)],
                        from: from, to: to, now: now, zones: { _ in rules })
                }
            }
        }
    }

    @Test func unknownZonesAreTheCallersErrorToSee() throws {
        #expect(throws: TimeZoneError.unknownZone("Europe/Atlantis")) {
            try find([interviewer("a", zone: "Europe/Atlantis")], "2026-11-24T00:00:00Z", "2026-11-25T00:00:00Z")
        }
    }
}
