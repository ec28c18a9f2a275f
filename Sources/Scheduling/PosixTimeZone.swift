import Timekeeping

/// The rule in a TZif footer: a POSIX `TZ` string with the extensions of RFC 9636 section 3.3.1.
struct PosixTimeZone: Hashable, Sendable {
    /// RFC 9636 section 3.2 asks for offsets above −25 hours and below 26 hours.
    static let offsetBounds: ClosedRange<Int64> = -89_999...93_599

    var standardOffset: Int64
    var daylight: DaylightTime?

    struct DaylightTime: Hashable, Sendable {
        var offset: Int64
        var start: Change
        var end: Change
    }

    /// A day of the year, and the wall time of the change in seconds from that day's midnight (may be negative).
    struct Change: Hashable, Sendable {
        var day: Day
        var second: Int64
    }

    enum Day: Hashable, Sendable {
        /// `Jn`: 1 to 365, 29 February never counted.
        case julian(Int64)
        /// `n`: 0 to 365, 29 February counted.
        case ordinal(Int64)
        /// `Mm.w.d`: week 5 is the last one; weekday 0 is Sunday.
        case weekday(month: Int, week: Int64, weekday: Int64)
    }

    /// The stretch without a change that contains `second`.
    func segment(at second: Int64) -> TimeZoneSegment {
        guard let daylight else { return TimeZoneSegment(offset: standardOffset, end: .max) }
        // The Gregorian calendar repeats, weekdays included, every 400 years: only 2000 to 2399 is ever computed.
        let (cycle, withinCycle) = flooredDivision(second - Self.cycleStart, by: Self.cycleLength)
        let shift = cycle * Self.cycleLength
        let folded = withinCycle + Self.cycleStart
        let (localDay, _) = flooredDivision(folded + standardOffset, by: 86_400)
        let year = CivilDate(daysSinceEpoch: localDay).year

        var offset = standardOffset
        var latest = Int64.min
        var end = Int64.max
        for candidate in (year - 1)...(year + 1) {
            let starts = daylight.start.wallSecond(in: candidate) - standardOffset
            let ends = daylight.end.wallSecond(in: candidate) - daylight.offset
            // On a tie the start wins: that is how daylight time all year is written (RFC 9636 section 3.3.1).
            if ends <= folded, ends > latest { (latest, offset) = (ends, standardOffset) }
            if starts <= folded, starts >= latest { (latest, offset) = (starts, daylight.offset) }
            if starts > folded { end = min(end, starts) }
            if ends > folded { end = min(end, ends) }
        }
        return TimeZoneSegment(offset: offset, end: end == .max ? .max : end + shift)
    }

    private static let cycleStart: Int64 = 946_684_800
    private static let cycleLength: Int64 = 146_097 * 86_400
}

extension PosixTimeZone.Change {
    /// The change in seconds of local time since the epoch's own midnight.
    func wallSecond(in year: Int) -> Int64 {
        dayOfChange(in: year) * 86_400 + second
    }

    private func dayOfChange(in year: Int) -> Int64 {
        switch day {
        case .julian(let number):
            let first = firstDay(year, 1)
            let isLeap = firstDay(year, 3) - first == 60
            return first + number - 1 + (isLeap && number >= 60 ? 1 : 0)
        case .ordinal(let number):
            return firstDay(year, 1) + number
        case .weekday(let month, let week, let weekday):
            let first = firstDay(year, month)
            let next = month == 12 ? firstDay(year + 1, 1) : firstDay(year, month + 1)
            // 1970-01-01 was a Thursday.
            let firstWeekday = flooredDivision(first + 4, by: 7).remainder
            var result = first + (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
            while result >= next { result -= 7 }
            return result
        }
    }

    private func firstDay(_ year: Int, _ month: Int) -> Int64 {
        CivilDate(year: year, month: month, day: 1)?.daysSinceEpoch ?? 0
    }
}

// MARK: - Reading

extension PosixTimeZone {
    /// Reads `CET-1CEST,M3.5.0,M10.5.0/3`; `nil` for anything that is not such a string from end to end.
    ///
    /// Daylight time without its dates is refused: POSIX leaves them to the implementation.
    init?(_ text: ArraySlice<UInt8>) {
        var scanner = PosixScanner(rest: text)
        guard scanner.name(), let west = scanner.time(maximumHours: 24) else { return nil }
        standardOffset = -west
        guard !scanner.rest.isEmpty else { return }

        guard scanner.name() else { return nil }
        var daylightOffset = standardOffset + 3600
        if scanner.rest.first != UInt8(ascii: ",") {
            guard let west = scanner.time(maximumHours: 24) else { return nil }
            daylightOffset = -west
        }
        guard let start = scanner.change(), let end = scanner.change(), scanner.rest.isEmpty,
            Self.offsetBounds.contains(daylightOffset)
        else { return nil }
        daylight = DaylightTime(offset: daylightOffset, start: start, end: end)
    }
}

private struct PosixScanner {
    var rest: ArraySlice<UInt8>

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard rest.first == UInt8(ascii: character) else { return false }
        rest = rest.dropFirst()
        return true
    }

    mutating func number(_ range: ClosedRange<Int64>) -> Int64? {
        let digits = rest.prefix(4).prefix { (48...57).contains($0) }
        guard !digits.isEmpty else { return nil }
        let value = digits.reduce(Int64(0)) { $0 * 10 + Int64($1 - 48) }
        guard range.contains(value) else { return nil }
        rest = rest.dropFirst(digits.count)
        return value
    }

    /// Three characters or more: letters, or anything of letters, digits and signs between angle brackets.
    mutating func name() -> Bool {
        let quoted = take("<")
        let length = rest.prefix { byte in
            let isLetter = (65...90).contains(byte) || (97...122).contains(byte)
            let isSignOrDigit = (48...57).contains(byte) || byte == UInt8(ascii: "+") || byte == UInt8(ascii: "-")
            return isLetter || (quoted && isSignOrDigit)
        }.count
        guard length >= 3 else { return false }
        rest = rest.dropFirst(length)
        return !quoted || take(">")
    }

    /// `[+-]h[:mm[:ss]]` in seconds.
    mutating func time(maximumHours: Int64) -> Int64? {
        let sign: Int64 = take("-") ? -1 : 1
        if sign == 1 { _ = take("+") }
        guard let hours = number(0...maximumHours) else { return nil }
        var seconds = hours * 3600
        if take(":") {
            guard let minutes = number(0...59) else { return nil }
            seconds += minutes * 60
            if take(":") {
                guard let rest = number(0...59) else { return nil }
                seconds += rest
            }
        }
        return sign * seconds
    }

    /// `,date[/time]`; 02:00 when no time is given.
    mutating func change() -> PosixTimeZone.Change? {
        guard take(",") else { return nil }
        let day: PosixTimeZone.Day
        if take("M") {
            guard let month = number(1...12), take("."), let week = number(1...5), take("."),
                let weekday = number(0...6)
            else { return nil }
            day = .weekday(month: Int(month), week: week, weekday: weekday)
        } else if take("J") {
            guard let number = number(1...365) else { return nil }
            day = .julian(number)
        } else {
            guard let number = number(0...365) else { return nil }
            day = .ordinal(number)
        }
        guard take("/") else { return PosixTimeZone.Change(day: day, second: 7200) }
        guard let second = time(maximumHours: 167) else { return nil }
        return PosixTimeZone.Change(day: day, second: second)
    }
}
