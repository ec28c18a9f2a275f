import Testing
import Timekeeping
import Verification
import Workflow

@testable import HTTPServer

@Suite("What operators' figures may tell")
struct OperatorFigures {
    @Test(
        "Groups of one to four are left out, and where groups add up the next smallest with a single one",
        arguments: [
            ([10, 4, 7], true, [true, false, false]), ([10, 4, 7], false, [true, false, true]),
            ([10, 4, 3], true, [true, false, false]), ([10, 7], true, [true, true]), ([3], true, [false]),
            ([0, 9], true, [false, true]), ([], true, []),
        ])
    func groups(_ sizes: [Int], _ addUp: Bool, _ shown: [Bool]) {
        #expect(SmallNumbers.mayShow(sizes: sizes, addUp: addUp) == shown)
    }

    @Test("A single small count cannot be computed from its column's total")
    func counts() {
        #expect(
            SmallNumbers.column([12, 3, 6, 0], addUp: true, othersHidden: false)
                == [.number(12), .few, .hidden, .number(0)])
        #expect(
            SmallNumbers.column([12, 3, 6, 0], addUp: true, othersHidden: true)
                == [.number(12), .few, .number(6), .number(0)])
        #expect(SmallNumbers.column([12, 3, 6], addUp: false, othersHidden: false) == [.number(12), .few, .number(6)])
        #expect(SmallNumbers.column([12, 3, 2], addUp: true, othersHidden: false) == [.number(12), .few, .few])
    }

    @Test("A quantile is the length itself up to half an hour, and within a sixteenth of it after that")
    func quantiles() {
        for minutes in [0, 1, 31, 32, 33, 63, 64, 100, 1440, 10_000, 525_600] {
            var histogram = WaitHistogram()
            histogram.add(.minutes(minutes))
            let found = histogram.quantile(0.5) ?? -1
            #expect(found <= minutes && minutes - found <= minutes / 16, "\(minutes): \(found)")
        }
        var histogram = WaitHistogram()
        for minutes in 1...30 { histogram.add(.minutes(minutes)) }
        #expect(histogram.quantile(0.5) == 15)
        #expect(histogram.quantile(0.9) == 27)
        #expect(histogram.quantile(1) == 30)
        #expect(WaitHistogram().quantile(0.5) == nil)
    }

    @Test("Whatever zone or language comes in, it lands in a group")
    func groupsOfCases() {
        var statistics = CourseStatistics()
        let now = Instant(secondsSinceEpoch: 1_795_500_000)
        for (zone, language) in [
            ("Europe/Sarajevo", "bs"), ("UTC", nil), ("", "en-GB"), ("America/Argentina/Buenos_Aires", "es-AR"),
            ("../../etc", "EN"),
        ] {
            statistics.add(
                SessionCourse(
                    openedAt: now, bookedAt: now + .minutes(5), heldAt: now, timeZone: zone, language: language,
                    aborts: ["network": 2]), skills: ["go"])
        }
        #expect(statistics.total.sessions == 5)
        #expect(statistics.total.technicalAborts == 10)
        #expect(Set(statistics.byRegion.keys) == ["Europe", "America", "other"])
        #expect(Set(statistics.byLanguage.keys) == ["bs", "en", "es", "other"])
        #expect(statistics.bySkill["go"]?.sessions == 5)
        // An order that cannot be is not counted as a wait.
        #expect(statistics.total.waits[.bookedToHeld] == nil)
        #expect(statistics.total.waits[.openedToBooked]?.quantile(0.5) == 5)
    }

    @Test(
        "What mail and chat put around an outcome is taken away",
        arguments: [
            ("a.b.c", "a.b.c"), ("  a.b\n  .c\r\n", "a.b.c"), ("\"a.b.c\"", "a.b.c"),
            ("https://verify.example/verify#a.b.c", "a.b.c"), ("https://x/#token=a.b.c", "a.b.c"), ("", ""), ("#", ""),
        ])
    func pastedTokens(_ typed: String, _ token: String) {
        #expect(VerifyPages.token(in: typed) == token)
    }
}
