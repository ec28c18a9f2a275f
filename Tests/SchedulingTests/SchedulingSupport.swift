import Scheduling
import Testing
import Timekeeping

func date(_ text: String) throws -> CivilDate {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    try #require(parts.count == 3)
    return try #require(CivilDate(year: parts[0], month: parts[1], day: parts[2]))
}

func instant(_ text: String) throws -> Instant {
    try #require(Instant(rfc3339: text))
}

/// The bytes of a TZif file without transitions: UTC in its only type, and a footer.
func zoneFile(footer: String) -> [UInt8] {
    func word(_ number: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) } }
    let counts: [UInt32] = [0, 0, 0, 0, 1, 4]
    let header = Array("TZif2".utf8) + [UInt8](repeating: 0, count: 15) + counts.flatMap(word)
    let body: [UInt8] = [0, 0, 0, 0, 0, 0] + Array("UTC\0".utf8)
    return header + body + header + body + Array("\n\(footer)\n".utf8)
}

/// Working hours on some weekdays, in minutes of the day.
func interviewer(
    _ id: String, zone: String, days: [Weekday] = Weekday.allCases, from: Int = 9 * 60, to: Int = 17 * 60,
    absences: [Absence] = [], maximumPerDay: Int? = nil
) -> InterviewerProfile {
    InterviewerProfile(
        id: id,
        availability: Availability(
            timeZone: zone, weekly: [WeeklyBlock(days: days, fromMinute: from, toMinute: to)], absences: absences,
            maximumPerDay: maximumPerDay),
        skills: [SkillCompetence(skill: "go", level: 3)], languages: ["en"])
}
