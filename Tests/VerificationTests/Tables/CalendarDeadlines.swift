import Testing
import Timekeeping
import Verification

@Suite struct CalendarDeadlines {
    @Test(arguments: [
        ("2026-01-31T10:00:00Z", 1, "2026-02-28T10:00:00Z"), ("2027-12-31T10:00:00Z", 2, "2028-02-29T10:00:00Z"),
        ("2026-08-31T00:00:00Z", 6, "2027-02-28T00:00:00Z"), ("2026-03-02T09:00:00Z", 12, "2027-03-02T09:00:00Z"),
        ("2026-11-24T13:30:00Z", 0, "2026-11-24T13:30:00Z"), ("2026-12-15T00:00:00Z", 1, "2027-01-15T00:00:00Z"),
    ])
    func monthsLater(_ start: String, _ months: Int, _ end: String) throws {
        #expect(try #require(Instant(rfc3339: start)).addingMonths(months).rfc3339 == end)
    }

    @Test(arguments: [
        ("2026-03-02T09:00:00Z", 3, "2026-03-05T09:00:00Z"), ("2026-03-05T09:00:00Z", 3, "2026-03-10T09:00:00Z"),
        ("2026-03-06T09:00:00Z", 1, "2026-03-09T09:00:00Z"), ("2026-03-07T09:00:00Z", 1, "2026-03-09T09:00:00Z"),
        ("2026-03-08T09:00:00Z", 3, "2026-03-11T09:00:00Z"), ("2026-03-02T09:00:00Z", 0, "2026-03-02T09:00:00Z"),
        ("2026-03-02T09:00:00Z", 10, "2026-03-16T09:00:00Z"),
    ])
    func workingDaysLater(_ start: String, _ days: Int, _ end: String) throws {
        #expect(try #require(Instant(rfc3339: start)).addingWorkingDays(days).rfc3339 == end)
    }
}
