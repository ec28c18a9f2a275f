public import Timekeeping

/// Five-minute cells of the time line: a person can hold each of them once, which is what makes double booking impossible.
public enum Cells {
    /// The length of one cell.
    public static let length = TimeSpan.minutes(5)

    /// The cells touched by `[from, to)`, counted from 1970; a cell touched for a millisecond counts whole.
    ///
    /// Empty when `to` is not after `from`.
    public static func range(from: Instant, to: Instant) -> Range<Int64> {
        let first = index(of: from)
        guard from < to else { return first..<first }
        return first..<(index(of: to - TimeSpan(milliseconds: 1)) + 1)
    }

    /// The cell that contains an instant.
    public static func index(of instant: Instant) -> Int64 {
        flooredDivision(instant.millisecondsSinceEpoch, by: length.milliseconds).quotient
    }
}
