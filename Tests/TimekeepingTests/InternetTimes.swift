import Testing
import Timekeeping

@Suite struct InternetTimes {
    @Test(
        arguments: [
            ("1970-01-01T00:00:00Z", 0), ("2026-11-24T13:30:00Z", 1_795_527_000_000),
            ("2000-02-29T23:59:59Z", 951_868_799_000), ("1999-12-31t23:59:59z", 946_684_799_000),
            ("2026-11-24T14:30:00+01:00", 1_795_527_000_000), ("2026-11-24T08:00:00-05:30", 1_795_527_000_000),
            ("2026-11-24T13:30:00.5Z", 1_795_527_000_500), ("2026-11-24T13:30:00.123456789Z", 1_795_527_000_123),
            ("1998-12-31T23:59:60Z", 915_148_800_000), ("9999-12-31T23:59:59Z", 253_402_300_799_000),
            ("2026-11-24T13:30:00-00:00", 1_795_527_000_000),
        ] as [(String, Int64)])
    func readsWhatRFC3339Allows(_ text: String, _ milliseconds: Int64) {
        #expect(Instant(rfc3339: text)?.millisecondsSinceEpoch == milliseconds)
    }

    @Test(arguments: [
        "", "2026", "2026-11-24", "2026-11-24T13:30Z", "2026-11-24T13:30:00", "2026-11-24 13:30:00Z",
        "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-02-29T00:00:00Z", "2026-04-31T00:00:00Z",
        "2026-11-24T24:00:00Z", "2026-11-24T13:60:00Z", "2026-11-24T13:30:61Z", "2026-11-24T13:30:00.Z",
        "2026-11-24T13:30:00.1234567890Z", "2026-11-24T13:30:00+0100", "2026-11-24T13:30:00+24:00",
        "2026-11-24T13:30:00Z ", " 2026-11-24T13:30:00Z", "1969-12-31T23:59:59Z", "２０２６-11-24T13:30:00Z",
        "+2026-11-24T13:30:00Z", "2026-11-24T13:30:00Zz", "20261124T133000Z",
    ])
    func refusesEverythingElse(_ text: String) {
        #expect(Instant(rfc3339: text) == nil)
    }

    @Test func everyWholeSecondSurvivesTheRoundTrip() {
        var generator = SeededGenerator(seed: 42)
        for _ in 0..<5000 {
            let instant = Instant(secondsSinceEpoch: Int64(generator.number(below: 253_402_300_800)))
            #expect(Instant(rfc3339: instant.rfc3339) == instant, "\(instant.secondsSinceEpoch)")
        }
    }

    @Test func arithmeticSaturatesInsteadOfTrapping() {
        let last = Instant(millisecondsSinceEpoch: .max)
        let first = Instant(millisecondsSinceEpoch: .min)
        #expect(last + .days(1) == last && first - .days(1) == first)
        #expect((last - first).milliseconds == .max && (first - last).milliseconds == .min)
        #expect(Instant(millisecondsSinceEpoch: -1).secondsSinceEpoch == -1)
    }
}

@Suite struct CivilDates {
    @Test(
        arguments: [
            (1970, 1, 1, 0, 4), (2000, 2, 29, 11_016, 2), (2026, 3, 2, 20_514, 1), (1969, 12, 31, -1, 3),
            (2026, 11, 22, 20_779, 7), (9999, 12, 31, 2_932_896, 5), (1, 1, 1, -719_162, 1),
        ] as [(Int, Int, Int, Int64, Int)])
    func knownDays(_ year: Int, _ month: Int, _ day: Int, _ days: Int64, _ weekday: Int) throws {
        let date = try #require(CivilDate(year: year, month: month, day: day))
        #expect(date.daysSinceEpoch == days)
        #expect(CivilDate(daysSinceEpoch: days) == date)
        #expect(date.weekday == weekday)
    }

    @Test func everyDayFollowsTheOneBefore() {
        var before = CivilDate(daysSinceEpoch: -1)
        for days in 0..<80_000 as Range<Int64> {
            let date = CivilDate(daysSinceEpoch: days)
            let isNext =
                (date.year, date.month, date.day) == (before.year, before.month, before.day + 1)
                || (date.year, date.month, date.day) == (before.year, before.month + 1, 1)
                || (date.year, date.month, date.day) == (before.year + 1, 1, 1)
            #expect(isNext && date.daysSinceEpoch == days && date.weekday == before.weekday % 7 + 1, "day \(days)")
            before = date
        }
    }
}
