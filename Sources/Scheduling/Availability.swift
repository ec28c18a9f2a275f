public import Timekeeping

/// A day of the week, in the order and with the short names of ISO 8601 weeks.
public enum Weekday: String, Codable, CaseIterable, Sendable {
    case mon, tue, wed, thu, fri, sat, sun

    /// The weekday of a calendar day.
    public init(_ date: CivilDate) {
        switch date.weekday {
        case 1: self = .mon
        case 2: self = .tue
        case 3: self = .wed
        case 4: self = .thu
        case 5: self = .fri
        case 6: self = .sat
        default: self = .sun
        }
    }
}

/// Working hours that repeat every week, on the wall clock of the interviewer's zone.
public struct WeeklyBlock: Hashable, Codable, Sendable {
    public var days: [Weekday]
    /// Minutes since local midnight, 0 to 1439.
    public var fromMinute: Int
    /// Minutes since local midnight, exclusive, up to 1440 (the next midnight).
    public var toMinute: Int

    public init(days: [Weekday], fromMinute: Int, toMinute: Int) {
        self.days = days
        self.fromMinute = fromMinute
        self.toMinute = toMinute
    }

    /// Whether the block lies in one day and has a length; a block that is not well formed offers nothing.
    public var isWellFormed: Bool {
        0 <= fromMinute && fromMinute < toMinute && toMinute <= 1440
    }
}

/// Time off, from `from` up to but not including `to`; it removes every slot that touches it.
public struct Absence: Hashable, Codable, Sendable {
    public var from: Instant
    public var to: Instant

    public init(from: Instant, to: Instant) {
        self.from = from
        self.to = to
    }
}

/// When an interviewer works.
public struct Availability: Hashable, Codable, Sendable {
    /// An IANA name, such as `Europe/Sarajevo`; the weekly blocks are read on this zone's wall clock.
    public var timeZone: String
    public var weekly: [WeeklyBlock]
    public var absences: [Absence]
    /// The most interviews that may start in one local day; `nil` is no limit.
    public var maximumPerDay: Int?

    public init(timeZone: String, weekly: [WeeklyBlock], absences: [Absence] = [], maximumPerDay: Int? = nil) {
        self.timeZone = timeZone
        self.weekly = weekly
        self.absences = absences
        self.maximumPerDay = maximumPerDay
    }

    /// Absences may be left out, so that a short document stays short.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        timeZone = try container.decode(String.self, forKey: .timeZone)
        weekly = try container.decode([WeeklyBlock].self, forKey: .weekly)
        absences = try container.decodeIfPresent([Absence].self, forKey: .absences) ?? []
        maximumPerDay = try container.decodeIfPresent(Int.self, forKey: .maximumPerDay)
    }
}
