import Scheduling
import Settings
import Verification
import Workflow

/// The people who work at a demo server, all plainly marked as such.
struct DemoMember: Sendable {
    let role: StaffRole
    let number: Int
    /// `nil` for everybody who holds no interviews.
    var profile: InterviewerProfile?

    var email: String { "\(role.rawValue)-\(number)@demo.invalid" }
    var name: String { "Demo \(role.rawValue) \(number)" }
}

enum DemoStaff {
    /// Four interviewers, four reviewers and an operator: enough for a case, its second person, its appeal and its re-verification.
    static func ordinary(_ content: Content) -> [DemoMember] {
        let hours = WeeklyBlock(days: [.mon, .tue, .wed, .thu, .fri], fromMinute: 9 * 60, toMinute: 17 * 60)
        let profile = interviewer(
            content, Availability(timeZone: "Europe/Sarajevo", weekly: [hours], maximumPerDay: 8),
            languages: ["en", "bs", "es"])
        return (1...4).map { DemoMember(role: .interviewer, number: $0, profile: profile) }
            + (1...4).map { DemoMember(role: .reviewer, number: $0) } + [DemoMember(role: .operator, number: 1)]
    }

    /// Four more for the demo cases. They work round the clock, so that an interview is running whenever the demo is started. The clocks of
    /// two zones stand a quarter of an hour apart, so that somebody always begins within the next quarter; and there are two in each, as
    /// interviews that follow one another closely need different people.
    static func roundTheClock(_ content: Content) -> [DemoMember] {
        let always = WeeklyBlock(days: Weekday.allCases, fromMinute: 0, toMinute: 24 * 60)
        let zones = ["Asia/Manila", "Asia/Kathmandu", "Asia/Manila", "Asia/Kathmandu"]
        return zip(5..., zones).map { number, zone in
            DemoMember(
                role: .interviewer, number: number,
                profile: interviewer(
                    content, Availability(timeZone: zone, weekly: [always]), languages: ["en", "es", "ar"]))
        }
    }

    /// Competent in everything that a kit or the case asks about.
    private static func interviewer(
        _ content: Content, _ availability: Availability, languages: [String]
    ) -> InterviewerProfile {
        let skills = Set(content.kits.flatMap(\.questions).flatMap(\.skills).map(\.rawValue) + ["openapi"])
        return InterviewerProfile(
            id: "", availability: availability,
            skills: skills.sorted().map { SkillCompetence(skill: $0, level: SkillLevel.senior.rank) },
            languages: languages)
    }
}
