import Timekeeping

/// One search for slots: the starts asked for, cut to what may be booked, and the sweep over each person's days.
///
/// Everything is integers: milliseconds for wall-clock matters, cells for what is booked.
struct SlotSearch {
    /// A start at which one person is free; `person` is a position in the caller's list.
    struct Offer {
        var start: Int64
        var person: Int
    }

    let sessionType: SessionType
    /// Milliseconds.
    let starts: Range<Int64>

    init(sessionType: SessionType, from: Instant, to: Instant, now: Instant) {
        self.sessionType = sessionType
        let bookable = sessionType.bookableStarts(at: now)
        // The years 1 to 9999: enough for everyone, and no sum below can overflow.
        let calendar: ClosedRange<Int64> = -62_135_596_800_000...253_402_300_799_999
        let lower = max(from, bookable.lowerBound).millisecondsSinceEpoch
        let upper = min(to, bookable.upperBound + TimeSpan(milliseconds: 1)).millisecondsSinceEpoch
        let first = min(max(lower, calendar.lowerBound), calendar.upperBound)
        starts = first..<max(first, min(upper, calendar.upperBound))
    }

    /// Adds every start at which the person is free.
    func collect(
        _ availability: Availability, _ rules: TimeZoneRules, busy: [BusySpan], person: Int, into offers: inout [Offer]
    ) {
        let blocks = WeeklyHours(availability.weekly)
        guard !blocks.isEmpty else { return }
        let taken = IntervalSet(busy.map { sessionType.interviewerCells(from: $0.from, to: $0.to) })
        let absent = IntervalSet(
            availability.absences.lazy.filter { $0.from < $0.to }
                .map { $0.from.millisecondsSinceEpoch..<$0.to.millisecondsSinceEpoch })
        let limit = availability.maximumPerDay.map { DailyLimit(maximum: $0, busy: busy) }

        // One day more at each end than the clock could make necessary.
        let firstDay = day(of: starts.lowerBound, rules) - 1
        let lastDay = day(of: starts.upperBound, rules) + 1
        for day in firstDay...lastDay {
            let today = blocks.on(day)
            if today.isEmpty { continue }
            if let limit, limit.isReached(on: day, rules) { continue }
            for block in today {
                let from = rules.instant(ofDay: day, minuteOfDay: block.fromMinute).millisecondsSinceEpoch
                let to = rules.instant(ofDay: day, minuteOfDay: block.toMinute).millisecondsSinceEpoch
                sweep(from: from, to: to, taken: taken, absent: absent) { start in
                    offers.append(Offer(start: start, person: person))
                }
            }
        }
    }

    /// Walks the grid of one block.
    private func sweep(from: Int64, to: Int64, taken: IntervalSet, absent: IntervalSet, offer: (Int64) -> Void) {
        let step = sessionType.step.milliseconds
        let length = sessionType.length.milliseconds
        let skipped = starts.lowerBound > from ? (starts.lowerBound - from + step - 1) / step : 0
        var start = from + skipped * step
        while start + length <= to, start < starts.upperBound {
            let cells = sessionType.interviewerCells(
                from: Instant(millisecondsSinceEpoch: start), to: Instant(millisecondsSinceEpoch: start + length))
            if !taken.overlaps(cells), !absent.overlaps(start..<(start + length)) { offer(start) }
            start += step
        }
    }

    /// Groups the offers by start; blocks of one person may overlap, so that an offer can come twice.
    func slots(from offers: inout [Offer], of interviewers: [InterviewerProfile]) -> [Slot] {
        offers.sort { ($0.start, $0.person) < ($1.start, $1.person) }
        var result: [Slot] = []
        var previous: Offer?
        for offer in offers {
            defer { previous = offer }
            let identifier = interviewers[offer.person].id
            if let previous, previous.start == offer.start {
                if previous.person != offer.person { result[result.count - 1].interviewers.append(identifier) }
                continue
            }
            let start = Instant(millisecondsSinceEpoch: offer.start)
            result.append(
                Slot(startsAt: start, endsAt: sessionType.end(ofInterviewAt: start), interviewers: [identifier]))
        }
        return result
    }

    private func day(of milliseconds: Int64, _ rules: TimeZoneRules) -> Int64 {
        rules.local(Instant(millisecondsSinceEpoch: milliseconds)).date.daysSinceEpoch
    }
}

/// Weekly blocks by weekday, so that a day costs a look-up.
private struct WeeklyHours {
    private var byWeekday: [[WeeklyBlock]]

    init(_ weekly: [WeeklyBlock]) {
        byWeekday = Weekday.allCases.map { weekday in
            weekly.filter { $0.isWellFormed && $0.days.contains(weekday) }
        }
    }

    var isEmpty: Bool { byWeekday.allSatisfy(\.isEmpty) }

    /// The blocks of a day counted from 1970-01-01, which was a Thursday.
    func on(_ day: Int64) -> [WeeklyBlock] {
        byWeekday[Int(flooredDivision(day + 3, by: 7).remainder)]
    }
}

/// The most interviews that may start between one local midnight and the next.
private struct DailyLimit {
    private let maximum: Int
    private let starts: [Int64]

    init(maximum: Int, busy: [BusySpan]) {
        self.maximum = maximum
        starts = busy.map(\.from.millisecondsSinceEpoch)
    }

    func isReached(on day: Int64, _ rules: TimeZoneRules) -> Bool {
        guard maximum > 0 else { return true }
        guard starts.count >= maximum else { return false }
        let midnight = rules.instant(ofDay: day, minuteOfDay: 0).millisecondsSinceEpoch
        let next = rules.instant(ofDay: day + 1, minuteOfDay: 0).millisecondsSinceEpoch
        return starts.count { midnight <= $0 && $0 < next } >= maximum
    }
}
