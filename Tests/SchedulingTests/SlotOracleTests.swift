import Scheduling
import Testing
import Timekeeping

/// Slots against a slow reading of the same rules: every minute is looked at by itself, wall clocks are tables, and what is
/// taken is a set of single cells.
@Suite struct SlotOracleTests {
    @Test func slotsAgreeWithTheSlowReading() throws {
        let seed: UInt64 = 20_261_124
        var generator = SeededGenerator(seed: seed)
        let clocks = try WallClock.windows()
        var offered = 0
        for number in 0..<2400 {
            let scenario = Scenario(using: &generator, clocks: clocks)
            let expected = scenario.slowSlots()
            let found = try scenario.fastSlots()
            offered += expected.count
            guard found == expected else {
                Issue.record("seed \(seed), case \(number): \(scenario)\nfound \(found)\nexpected \(expected)")
                return
            }
            try scenario.checkNearest(using: &generator)
        }
        print("slots against the slow reading: seed \(seed), 2400 cases, \(offered) slots")
        #expect(offered > 10_000)
    }
}

/// Four days around a change of the clocks, minute by minute.
private struct WallClock {
    let zone: String
    let rules: TimeZoneRules
    /// Minutes since the epoch.
    let firstMinute: Int64
    let firstDay: Int64
    /// Wall minutes since the epoch to the first UTC minute that shows them.
    private let shown: [Int64: Int64]

    static let length: Int64 = 4 * 1440

    init(_ zone: String, around text: String) throws {
        self.zone = zone
        rules = try TimeZoneRules.load(zone)
        firstMinute = try instant(text).secondsSinceEpoch / 60 - Self.length / 2
        var shown: [Int64: Int64] = [:]
        // More at each end, so that every day in which a scenario looks for slots is known as well.
        for minute in (firstMinute - 7200)..<(firstMinute + Self.length + 7200) {
            let wall = minute + rules.offset(at: Instant(secondsSinceEpoch: minute * 60)).wholeSeconds / 60
            if shown[wall] == nil { shown[wall] = minute }
        }
        self.shown = shown
        firstDay =
            (firstMinute + rules.offset(at: Instant(secondsSinceEpoch: firstMinute * 60)).wholeSeconds / 60) / 1440
    }

    static func windows() throws -> [WallClock] {
        try [
            ("Europe/Sarajevo", "2025-03-30T01:00:00Z"), ("Europe/Sarajevo", "2025-10-26T01:00:00Z"),
            ("America/New_York", "2024-03-10T07:00:00Z"), ("America/New_York", "2024-11-03T06:00:00Z"),
            ("Australia/Lord_Howe", "2025-04-05T15:00:00Z"), ("Australia/Lord_Howe", "2024-10-05T15:30:00Z"),
            ("Pacific/Chatham", "2024-09-28T14:00:00Z"), ("Africa/Cairo", "2025-04-24T22:00:00Z"),
            ("Africa/Cairo", "2024-10-31T21:00:00Z"), ("America/St_Johns", "2024-11-03T04:30:00Z"),
            ("Antarctica/Troll", "2025-03-30T01:00:00Z"), ("Asia/Kathmandu", "2025-01-01T00:00:00Z"),
        ].map { try WallClock($0, around: $1) }
    }

    /// The UTC minute of a wall time; a skipped one counts on from the last minute that was shown.
    func minute(day: Int64, minuteOfDay: Int) -> Int64? {
        let wall = day * 1440 + Int64(minuteOfDay)
        for back in 0..<Int64(1440) {
            if let minute = shown[wall - back] { return minute + back }
        }
        return nil
    }
}

private struct Scenario: CustomStringConvertible {
    let clock: WallClock
    let people: [InterviewerProfile]
    let type: SessionType
    let busy: [BusySpan]
    let from: Int64
    let to: Int64
    let now: Int64

    init(using generator: inout SeededGenerator, clocks: [WallClock]) {
        func below(_ bound: Int) -> Int { generator.number(below: bound) }
        let clock = clocks[below(clocks.count)]
        let grain = [1, 5, 15][below(3)]
        func anywhere() -> Int64 {
            clock.firstMinute + Int64(below(Int(WallClock.length) / grain) * grain)
        }
        func moment(_ minute: Int64) -> Instant { Instant(secondsSinceEpoch: minute * 60) }
        type = SessionType(
            lengthMinutes: [10, 30, 32, 45][below(4)], stepMinutes: [5, 7, 15, 30][below(4)],
            minimumNoticeMinutes: [0, 60, 600][below(3)], horizonDays: 1 + below(3),
            bufferBeforeMinutes: [0, 5, 7][below(3)], bufferAfterMinutes: [0, 10, 12][below(3)])
        let people = (0..<(1 + below(3))).map { index in
            let blocks = (0..<(1 + below(2))).map { _ in
                let start = below(1440 / grain) * grain
                let length = (1 + below(360 / grain)) * grain
                return WeeklyBlock(
                    days: Weekday.allCases.filter { _ in below(4) > 0 }, fromMinute: start,
                    toMinute: min(1440, start + length))
            }
            let absences = (0..<below(2)).map { _ in
                let start = anywhere()
                return Absence(from: moment(start), to: moment(start + Int64(below(600))))
            }
            return InterviewerProfile(
                id: "person-\(index)",
                availability: Availability(
                    timeZone: clock.zone, weekly: blocks, absences: absences,
                    maximumPerDay: below(3) == 0 ? below(3) : nil),
                skills: [], languages: [])
        }
        busy = (0..<below(6)).map { _ in
            let start = anywhere()
            return BusySpan(
                interviewer: "person-\(below(3))", from: moment(start), to: moment(start + Int64(5 + below(60))))
        }
        now = anywhere() - Int64(below(2) * 1440)
        from = anywhere()
        to = from + Int64(below(2 * 1440))
        self.clock = clock
        self.people = people
    }

    var description: String { "\(clock.zone) \(people) \(type) \(busy) from \(from) to \(to) now \(now)" }

    private func moment(_ minute: Int64) -> Instant { Instant(secondsSinceEpoch: minute * 60) }

    func fastSlots() throws -> [Slot] {
        slots(
            for: people, sessionType: type, busy: busy, from: moment(from), to: moment(to), now: moment(now),
            zones: { _ in clock.rules })
    }

    func slowSlots() -> [Slot] {
        var starts: [Int64: [String]] = [:]
        for person in people {
            for start in freeStarts(of: person) { starts[start, default: []].append(person.id) }
        }
        return starts.sorted { $0.key < $1.key }.map { start, people in
            Slot(startsAt: moment(start), endsAt: moment(start + Int64(type.lengthMinutes)), interviewers: people)
        }
    }

    private func freeStarts(of person: InterviewerProfile) -> Set<Int64> {
        let own = busy.filter { $0.interviewer == person.id }
        let taken = Set(own.flatMap { cells($0.from.secondsSinceEpoch / 60, $0.to.secondsSinceEpoch / 60) })
        var result: Set<Int64> = []
        for day in (clock.firstDay - 1)...(clock.firstDay + 6) {
            if let maximum = person.availability.maximumPerDay {
                let booked = own.count { clock.rules.local($0.from).date.daysSinceEpoch == day }
                if booked >= maximum { continue }
            }
            let weekday = Weekday(CivilDate(daysSinceEpoch: day))
            for block in person.availability.weekly where block.days.contains(weekday) {
                guard let first = clock.minute(day: day, minuteOfDay: block.fromMinute),
                    let end = clock.minute(day: day, minuteOfDay: block.toMinute)
                else { continue }
                var start = first
                while start < end {
                    if isFree(start, first: first, end: end, taken: taken, person) { result.insert(start) }
                    start += 1
                }
            }
        }
        return result
    }

    private func isFree(
        _ start: Int64, first: Int64, end: Int64, taken: Set<Int64>, _ person: InterviewerProfile
    ) -> Bool {
        let finish = start + Int64(type.lengthMinutes)
        guard (start - first) % Int64(type.stepMinutes) == 0, finish <= end, start >= from, start < to,
            start >= now + Int64(type.minimumNoticeMinutes), start <= now + Int64(type.horizonDays) * 1440
        else { return false }
        for absence in person.availability.absences {
            for minute in start..<finish where absence.from <= moment(minute) && moment(minute) < absence.to {
                return false
            }
        }
        return taken.isDisjoint(with: cells(start, finish))
    }

    /// Every cell that one of the minutes lies in, buffers included.
    private func cells(_ from: Int64, _ to: Int64) -> Set<Int64> {
        Set(((from - Int64(type.bufferBeforeMinutes))..<(to + Int64(type.bufferAfterMinutes))).map { $0 / 5 })
    }

    /// The nearest slots must be the head of all slots sorted by distance.
    func checkNearest(using generator: inout SeededGenerator) throws {
        let wanted = moment(clock.firstMinute + Int64(generator.number(below: Int(WallClock.length))))
        let all = slots(
            for: people, sessionType: type, busy: busy, from: moment(now), to: moment(now + 10_000), now: moment(now),
            zones: { _ in clock.rules })
        let expected = all.filter { $0.startsAt != wanted }.sorted { left, right in
            let leftDistance = abs(left.startsAt.secondsSinceEpoch - wanted.secondsSinceEpoch)
            let rightDistance = abs(right.startsAt.secondsSinceEpoch - wanted.secondsSinceEpoch)
            return (leftDistance, left.startsAt) < (rightDistance, right.startsAt)
        }.prefix(3)
        let found = nearestSlots(
            to: wanted, for: people, sessionType: type, busy: busy, now: moment(now), zones: { _ in clock.rules })
        #expect(Set(found) == Set(expected), "wanted \(wanted.rfc3339): \(description)")
        #expect(found.count == expected.count)
    }
}
