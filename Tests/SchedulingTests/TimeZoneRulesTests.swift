import Scheduling
import Testing
import Timekeeping

@Suite struct TimeZoneRulesTests {
    @Test func offsetsAgreeWithAnotherReaderOfTheSameData() throws {
        var zones: [String: TimeZoneRules] = [:]
        let rows = rows(of: ZoneFixtures.offsets)
        for row in rows {
            let rules = try zones[row[0]] ?? TimeZoneRules.load(row[0])
            zones[row[0]] = rules
            let instant = Instant(secondsSinceEpoch: try #require(Int64(row[1])))
            #expect(rules.offset(at: instant).wholeSeconds == Int64(row[2]), "\(row)")
        }
        #expect(zones.count >= 20)
        #expect(rows.count >= 60)
    }

    @Test func wallTimesAgreeWithAnotherReaderOfTheSameData() throws {
        var zones: [String: TimeZoneRules] = [:]
        let rows = rows(of: ZoneFixtures.wallTimes)
        for row in rows {
            let rules = try zones[row[0]] ?? TimeZoneRules.load(row[0])
            zones[row[0]] = rules
            let instant = rules.instant(of: try date(row[1]), minuteOfDay: try #require(Int(row[2])))
            #expect(instant.secondsSinceEpoch == Int64(row[3]), "\(row)")
        }
        #expect(rows.count >= 60)
    }

    @Test func footersAgreeWithAnotherReader() throws {
        let rows = rows(of: ZoneFixtures.footers)
        for row in rows {
            let rules = try TimeZoneRules.parse(zoneFile(footer: row[0]), identifier: "Test/Zone")
            let instant = Instant(secondsSinceEpoch: try #require(Int64(row[1])))
            #expect(rules.offset(at: instant).wholeSeconds == Int64(row[2]), "\(row)")
        }
        #expect(rows.count >= 60)
    }

    @Test(arguments: [
        // Twice: the first. Skipped: the offset before the gap.
        ("Europe/Sarajevo", "2025-10-26", 150, "2025-10-26T00:30:00Z"),
        ("Europe/Sarajevo", "2025-03-30", 150, "2025-03-30T01:30:00Z"),
        ("America/New_York", "2024-11-03", 90, "2024-11-03T05:30:00Z"),
        ("America/New_York", "2024-03-10", 150, "2024-03-10T07:30:00Z"),
        ("Australia/Lord_Howe", "2025-04-06", 105, "2025-04-05T14:45:00Z"),
        ("Australia/Lord_Howe", "2024-10-06", 135, "2024-10-05T15:45:00Z"),
        ("Pacific/Chatham", "2024-09-29", 180, "2024-09-28T14:15:00Z"),
        ("Asia/Kathmandu", "2024-06-01", 0, "2024-05-31T18:15:00Z"),
        ("Pacific/Kiritimati", "2024-06-01", 0, "2024-05-31T10:00:00Z"),
        ("Africa/Cairo", "2025-04-25", 0, "2025-04-24T22:00:00Z"),
        ("Africa/Cairo", "2024-10-31", 1410, "2024-10-31T20:30:00Z"),
        ("America/St_Johns", "2024-06-01", 720, "2024-06-01T14:30:00Z"),
        ("Antarctica/Troll", "2025-03-30", 120, "2025-03-30T02:00:00Z"),
        // Samoa skipped the whole of 30 December 2011.
        ("Pacific/Apia", "2011-12-30", 720, "2011-12-30T22:00:00Z"),
    ])
    func wallTimesOfGapsAndRepeatedHours(zone: String, day: String, minute: Int, expected: String) throws {
        let rules = try TimeZoneRules.load(zone)
        #expect(rules.instant(of: try date(day), minuteOfDay: minute).rfc3339 == expected)
    }

    @Test func theNextMidnightIsMinute1440() throws {
        let rules = try TimeZoneRules.load("Europe/Sarajevo")
        let start = rules.instant(of: try date("2025-03-30"), minuteOfDay: 0)
        let end = rules.instant(of: try date("2025-03-30"), minuteOfDay: 1440)
        #expect(end - start == .hours(23))
        #expect(end == rules.instant(of: try date("2025-03-31"), minuteOfDay: 0))
    }

    @Test func wallTimesThatExistComeBackFromTheirInstants() throws {
        for zone in ["America/St_Johns", "Antarctica/Troll", "Australia/Lord_Howe", "Africa/Casablanca", "Etc/UTC"] {
            let rules = try TimeZoneRules.load(zone)
            var generator = SeededGenerator(seed: 5)
            for _ in 0..<400 {
                let second = Int64(generator.number(below: 40_000_000_000))
                let shown = rules.local(Instant(secondsSinceEpoch: second - second % 60))
                let back = rules.instant(of: shown.date, minuteOfDay: shown.secondsOfDay / 60)
                let again = rules.local(back)
                // The first of two is another instant, but shows the same.
                #expect(again.date == shown.date, "\(zone) \(second)")
                #expect(again.secondsOfDay / 60 == shown.secondsOfDay / 60, "\(zone) \(second)")
                #expect(back <= Instant(secondsSinceEpoch: second))
            }
        }
    }

    @Test func theEndsOfTimeHaveAnOffsetToo() throws {
        let rules = try TimeZoneRules.load("America/New_York")
        for instant in [Instant(millisecondsSinceEpoch: .min), Instant(millisecondsSinceEpoch: .max)] {
            #expect((-86_400...86_400).contains(rules.offset(at: instant).wholeSeconds))
        }
        let last = CivilDate(daysSinceEpoch: 100_000_000_000)
        #expect(rules.instant(of: last, minuteOfDay: .max) > rules.instant(of: last, minuteOfDay: .min))
    }

    @Test func weekdaysCountFromMonday() throws {
        #expect(Weekday(try date("2026-11-23")) == .mon)
        #expect(Weekday(try date("2026-11-29")) == .sun)
        #expect(Weekday.allCases.map(\.rawValue) == ["mon", "tue", "wed", "thu", "fri", "sat", "sun"])
    }
}

/// The words of each line.
private func rows(of table: String) -> [[String]] {
    table.split(separator: "\n").map { $0.split(separator: " ").map(String.init) }
}
