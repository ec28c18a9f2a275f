import Delivery
import Foundation
import HTTPServer
import Scheduling
import Settings
import StrictJSON
import Timekeeping
import Verification
import Workflow

/// Demo data and helpers: one platform, interviewers, reviewers and an operator, all plainly marked as demo, with tokens that stay the same
/// at every start of the same data directory.
final class DemoMode: DemoHelpers {
    private struct Member {
        let role: StaffRole
        let number: Int

        var email: String { "\(role.rawValue)-\(number)@demo.invalid" }
        var name: String { "Demo \(role.rawValue) \(number)" }
    }

    private static let members: [Member] =
        (1...4).map { Member(role: .interviewer, number: $0) } + (1...4).map { Member(role: .reviewer, number: $0) }
        + [Member(role: .operator, number: 1)]
    static let offsetSetting = "demo_clock_offset_seconds"

    private let composition: Composition
    private let mailbox: MailFolder
    private var bench: Workbench { composition.bench }

    init(composition: Composition, mail: MailFolder) {
        self.composition = composition
        mailbox = mail
    }

    /// Makes what is missing, and takes up the clock where it was left.
    func prepare() async throws {
        let offset = try await bench.store.read { try $0.setting(Self.offsetSetting) }.flatMap { Int64($0) } ?? 0
        composition.clock.setOffset(seconds: offset)
        try await bench.ensureDemoPlatform(name: "Demo marketplace", key: platformKey)
        for member in Self.members {
            try await bench.ensureDemoStaff(
                email: member.email, name: member.name, role: member.role,
                profile: member.role == .interviewer ? profile(of: member) : nil, token: token(of: member))
        }
    }

    /// Competent in everything that a kit or the case asks about, eight hours on weekdays, the same hours for all.
    private func profile(of member: Member) -> InterviewerProfile {
        let skills = Set(composition.content.kits.flatMap(\.questions).flatMap(\.skills).map(\.rawValue) + ["openapi"])
        return InterviewerProfile(
            id: "",
            availability: Availability(
                timeZone: "Europe/Sarajevo",
                weekly: [WeeklyBlock(days: [.mon, .tue, .wed, .thu, .fri], fromMinute: 9 * 60, toMinute: 17 * 60)],
                maximumPerDay: 8),
            skills: skills.sorted().map { SkillCompetence(skill: $0, level: SkillLevel.senior.rank) },
            languages: ["en", "bs", "es"])
    }

    private var platformKey: String { bench.demoSecret(prefix: "ck_", name: "platform") }
    private func token(of member: Member) -> String { bench.demoSecret(prefix: "cs_", name: member.email) }
    private func password(of member: Member) -> String {
        bench.demoSecret(prefix: "demo-", name: "password \(member.email)")
    }

    /// The one line on standard output, once connections are accepted.
    func announce() {
        let line: JSONValue = [
            "base_url": .string(bench.publicURL), "platform_key": .string(platformKey),
            "staff": .array(
                Self.members.map { member in
                    [
                        "role": .string(member.role.rawValue), "email": .string(member.email),
                        "password": .string(password(of: member)), "token": .string(token(of: member)),
                    ]
                }),
        ]
        FileHandle.standardOutput.write(Data(line.serialized() + [UInt8(ascii: "\n")]))
    }

    // MARK: Helpers

    func now() -> Instant { composition.clock.now().wholeSeconds }

    func advance(seconds: Int64) async throws -> Instant {
        let offset = try await bench.store.write { transaction -> Int64 in
            let before = try transaction.setting(Self.offsetSetting).flatMap { Int64($0) } ?? 0
            let (sum, overflow) = before.addingReportingOverflow(seconds)
            // A century ahead is further than any deadline, and keeps every calendar in range.
            let after = overflow ? before : min(sum, 100 * 366 * 86_400)
            try transaction.setSetting(Self.offsetSetting, to: String(after))
            return after
        }
        composition.clock.setOffset(seconds: offset)
        composition.deadlines.signal()
        composition.wakeup.signal()
        return now()
    }

    func mail(before id: String?, limit: Int) async throws -> [DemoMail] {
        mailbox.newest(limit, before: id).map {
            DemoMail(
                id: $0.id, to: $0.to, message: $0.message, number: $0.number, session: $0.session, subject: $0.subject,
                body: $0.body,
                at: $0.at)
        }
    }
}
