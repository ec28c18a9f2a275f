import Scheduling
public import Timekeeping
import Workflow

/// Times as people say them, in a zone that always stands beside them.
extension Words {
    /// `Tuesday 24 November 2026, 14:30, Sarajevo time (UTC+1)`; in UTC where the system does not know the zone.
    public func moment(_ instant: Instant, zone: String) -> String {
        let (local, zone) = local(instant, zone)
        return self(
            "common_moment",
            [
                "day": day(local.date), "time": clock(local.secondsOfDay),
                "zone": zoneName(zone, offset: local.offset),
            ])
    }

    /// `Tuesday 24 November 2026`.
    public func day(_ instant: Instant, zone: String) -> String { day(local(instant, zone).0.date) }

    /// `14:30`.
    public func time(_ instant: Instant, zone: String) -> String { clock(local(instant, zone).0.secondsOfDay) }

    /// `14:30:05`, for what is told apart by seconds.
    public func exactTime(_ instant: Instant, zone: String) -> String {
        let seconds = local(instant, zone).0.secondsOfDay
        return "\(clock(seconds)):\(Self.two(seconds % 60))"
    }

    /// `Sarajevo time (UTC+1)`.
    public func zoneName(_ zone: String, at instant: Instant) -> String {
        let (local, zone) = local(instant, zone)
        return zoneName(zone, offset: local.offset)
    }

    public func date(_ instant: Instant, zone: String) -> CivilDate { local(instant, zone).0.date }

    public func day(_ date: CivilDate) -> String {
        self(
            "common_date",
            [
                "weekday": weekday(date), "day": String(date.day), "month": self["common_month_\(date.month)"],
                "year": String(date.year),
            ])
    }

    /// `November 2026`.
    public func month(_ date: CivilDate) -> String {
        self(
            "common_month_year", ["month": self["common_month_\(date.month)"], "year": String(date.year)])
    }

    /// `Tuesday`.
    public func weekday(_ date: CivilDate) -> String { self["common_weekday_\(date.weekday)"] }

    /// `1 h 30 min`, `12 min`: symbols of the SI brochure, which need no plural.
    public func duration(minutes: Int) -> String {
        let hours = minutes / 60
        let rest = minutes % 60
        guard hours > 0 else { return self("common_minutes", ["count": String(rest)]) }
        guard rest > 0 else { return self("common_hours", ["count": String(hours)]) }
        return self("common_hours", ["count": String(hours)]) + " " + self("common_minutes", ["count": String(rest)])
    }

    /// How far away a time is, in the largest unit that says it: `3 d`, `5 h`, `12 min`; never below one minute.
    public func distance(_ span: TimeSpan) -> String {
        let minutes = max(1, Int(clamping: abs(span.milliseconds / 60_000)))
        guard minutes >= 60 * 48 else { return duration(minutes: minutes) }
        return self("common_days", ["count": String(minutes / (60 * 24))])
    }

    private func zoneName(_ zone: String, offset: TimeSpan) -> String {
        let minutes = Int(clamping: offset.wholeSeconds) / 60
        let sign = minutes < 0 ? "−" : "+"
        let hours = abs(minutes) / 60
        let rest = abs(minutes) % 60
        let utc = minutes == 0 ? "UTC" : "UTC\(sign)\(hours)\(rest == 0 ? "" : ":\(Self.two(rest))")"
        guard zone.contains("/") else { return utc }
        let city = zone.split(separator: "/").last.map { $0.split(separator: "_").joined(separator: " ") } ?? zone
        return self("common_zone", ["city": city, "offset": utc])
    }

    private func local(
        _ instant: Instant, _ zone: String
    ) -> ((date: CivilDate, secondsOfDay: Int, offset: TimeSpan), zone: String) {
        // A zone was checked when it was stored; where the system has lost it since, UTC is still right and says so.
        if let rules = try? zones.rules(zone) { return (rules.local(instant), zone) }
        let days = Int64(instant.secondsSinceEpoch / 86_400) - (instant.secondsSinceEpoch % 86_400 < 0 ? 1 : 0)
        let seconds = Int(instant.secondsSinceEpoch - days * 86_400)
        return ((CivilDate(daysSinceEpoch: days), seconds, .seconds(0)), "UTC")
    }

    private func clock(_ secondsOfDay: Int) -> String {
        "\(Self.two(secondsOfDay / 3600)):\(Self.two(secondsOfDay / 60 % 60))"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
