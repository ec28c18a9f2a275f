public import Timekeeping

/// The offsets of one time zone over all time: the transitions of its TZif file, then the rule in the file's footer.
///
/// The system's file, not Foundation: Foundation's zone data is frozen in the toolchain, while governments change
/// their clocks with weeks of notice. A value is immutable and cheap to copy; loading one reads a file, so keep it.
public struct TimeZoneRules: Hashable, Sendable {
    /// The name under which the rules were loaded, such as `Europe/Sarajevo`.
    public let identifier: String

    /// Ascending, in seconds since the epoch; `offsets[i]` holds from `transitions[i]` on.
    private let transitions: [Int64]
    private let offsets: [Int64]
    private let initialOffset: Int64
    private let footer: PosixTimeZone?

    init(
        identifier: String, transitions: [Int64], offsets: [Int64], initialOffset: Int64, footer: PosixTimeZone?
    ) {
        self.identifier = identifier
        self.transitions = transitions
        self.offsets = offsets
        self.initialOffset = initialOffset
        self.footer = footer
    }

    /// How far local time is ahead of UTC at an instant; negative west of Greenwich.
    public func offset(at instant: Instant) -> TimeSpan {
        TimeSpan(milliseconds: segment(at: instant.secondsSinceEpoch).offset * 1000)
    }

    /// What a clock on the wall shows at an instant: the day, the whole seconds since its midnight, the offset in force.
    ///
    /// `secondsOfDay` counts on the wall's face, from 0 to 86 399, whatever was skipped or repeated before.
    public func local(_ instant: Instant) -> (date: CivilDate, secondsOfDay: Int, offset: TimeSpan) {
        let seconds = instant.secondsSinceEpoch
        let offset = segment(at: seconds).offset
        let (day, second) = flooredDivision(seconds + offset, by: 86_400)
        return (CivilDate(daysSinceEpoch: day), Int(second), TimeSpan(milliseconds: offset * 1000))
    }

    /// The instant at which the wall shows `minuteOfDay` (0 to 1440, the next midnight) on `date`.
    ///
    /// A wall time that occurs twice is its first occurrence; one that is skipped is read with the offset in force
    /// before the gap (RFC 5545 section 3.3.5), so that 02:30 in a gap from 02:00 to 03:00 is 03:30.
    public func instant(of date: CivilDate, minuteOfDay: Int) -> Instant {
        instant(ofDay: date.daysSinceEpoch, minuteOfDay: minuteOfDay)
    }

    /// As `instant(of:minuteOfDay:)`, for a day counted from 1970-01-01.
    func instant(ofDay day: Int64, minuteOfDay: Int) -> Instant {
        // Beyond this Instant has no room; the bounds also keep every sum below from overflowing.
        let boundedDay = min(max(day, -100_000_000_000), 100_000_000_000)
        let boundedMinute = Int64(min(max(minuteOfDay, -14_400), 14_400))
        let wall = boundedDay * 86_400 + boundedMinute * 60
        // No offset is larger, so that no earlier stretch of time can show this wall time.
        var current = segment(at: wall - PosixTimeZone.offsetBounds.upperBound)
        while wall - current.offset >= current.end {
            let next = segment(at: current.end)
            // Skipped: before the change the wall had not come so far, after it the wall is already past.
            if wall - next.offset < current.end { break }
            current = next
        }
        return Instant(secondsSinceEpoch: wall - current.offset)
    }

    /// The stretch of time without a transition that contains `second`, and the first second after it.
    private func segment(at second: Int64) -> TimeZoneSegment {
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle] <= second { low = middle + 1 } else { high = middle }
        }
        // `low` transitions have happened.
        if low < transitions.count {
            return TimeZoneSegment(offset: low == 0 ? initialOffset : offsets[low - 1], end: transitions[low])
        }
        if let footer { return footer.segment(at: second) }
        return TimeZoneSegment(offset: offsets.last ?? initialOffset, end: .max)
    }
}

/// A stretch of time with one offset, up to `end` (exclusive), both in seconds.
struct TimeZoneSegment: Hashable, Sendable {
    var offset: Int64
    var end: Int64
}

/// Division that rounds towards the past, so that times before 1970 are not mirrored.
func flooredDivision(_ dividend: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = dividend.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
}
