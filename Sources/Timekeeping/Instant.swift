/// A point on the UTC time line, in whole milliseconds since 1970-01-01T00:00:00Z, without leap seconds (POSIX time).
///
/// Integers rather than `Date`: equal instants are equal bits, on every machine and after every round trip, which replay depends on.
public struct Instant: Hashable, Comparable, Sendable {
    public var millisecondsSinceEpoch: Int64

    public init(millisecondsSinceEpoch: Int64) {
        self.millisecondsSinceEpoch = millisecondsSinceEpoch
    }

    public init(secondsSinceEpoch: Int64) {
        self.millisecondsSinceEpoch = secondsSinceEpoch.multipliedReportingOverflow(by: 1000).partialValue
    }

    /// Whole seconds, rounded towards the past.
    public var secondsSinceEpoch: Int64 {
        let (quotient, remainder) = millisecondsSinceEpoch.quotientAndRemainder(dividingBy: 1000)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// The same instant without its fraction of a second; what Candor shows and stores for its own acts.
    public var wholeSeconds: Instant { Instant(secondsSinceEpoch: secondsSinceEpoch) }

    public static func < (left: Instant, right: Instant) -> Bool {
        left.millisecondsSinceEpoch < right.millisecondsSinceEpoch
    }

    /// Saturates at the ends of the range, so that no input can trap.
    public static func + (instant: Instant, span: TimeSpan) -> Instant {
        let (sum, overflow) = instant.millisecondsSinceEpoch.addingReportingOverflow(span.milliseconds)
        guard overflow else { return Instant(millisecondsSinceEpoch: sum) }
        return Instant(millisecondsSinceEpoch: span.milliseconds > 0 ? .max : .min)
    }

    public static func - (instant: Instant, span: TimeSpan) -> Instant {
        let (difference, overflow) = instant.millisecondsSinceEpoch.subtractingReportingOverflow(span.milliseconds)
        guard overflow else { return Instant(millisecondsSinceEpoch: difference) }
        return Instant(millisecondsSinceEpoch: span.milliseconds > 0 ? .min : .max)
    }

    public static func - (later: Instant, earlier: Instant) -> TimeSpan {
        let (difference, overflow) = later.millisecondsSinceEpoch.subtractingReportingOverflow(
            earlier.millisecondsSinceEpoch)
        guard overflow else { return TimeSpan(milliseconds: difference) }
        return TimeSpan(milliseconds: later > earlier ? .max : .min)
    }
}

/// A length of time in whole milliseconds.
public struct TimeSpan: Hashable, Comparable, Sendable {
    public var milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    public static func seconds(_ count: Int) -> TimeSpan { TimeSpan(milliseconds: Int64(clamping: count) &* 1000) }
    public static func minutes(_ count: Int) -> TimeSpan { .seconds(count &* 60) }
    public static func hours(_ count: Int) -> TimeSpan { .seconds(count &* 3600) }
    public static func days(_ count: Int) -> TimeSpan { .seconds(count &* 86_400) }

    public var wholeSeconds: Int64 { milliseconds / 1000 }

    public static func < (left: TimeSpan, right: TimeSpan) -> Bool { left.milliseconds < right.milliseconds }
}

extension Instant: Codable {
    public init(from decoder: any Decoder) throws {
        millisecondsSinceEpoch = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(millisecondsSinceEpoch)
    }
}

extension TimeSpan: Codable {
    public init(from decoder: any Decoder) throws {
        milliseconds = try decoder.singleValueContainer().decode(Int64.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(milliseconds)
    }
}
