import Delivery
import Foundation
import HTTPServer
import Settings
import StrictJSON
import Synchronization
import Timekeeping
import Verification
import Workflow

/// Demo data and helpers: one platform, interviewers, reviewers and an operator, all plainly marked as demo, with tokens that stay the same
/// at every start of the same data directory.
final class DemoMode: DemoHelpers {
    static let offsetSetting = "demo_clock_offset_seconds"

    private let composition: Composition
    private let mailbox: MailFolder
    private let members: [DemoMember]
    /// `nil` where no demo cases were asked for.
    private let cases = Mutex<[DemoCases.Listed]?>(nil)
    private let hasCases: Bool
    private var bench: Workbench { composition.bench }

    init(composition: Composition, mail: MailFolder, cases: Bool) {
        self.composition = composition
        mailbox = mail
        hasCases = cases
        members =
            DemoStaff.ordinary(composition.content) + (cases ? DemoStaff.roundTheClock(composition.content) : [])
    }

    /// Makes what is missing, and takes up the clock where it was left.
    func prepare() async throws {
        let offset = try await bench.store.read { try $0.setting(Self.offsetSetting) }.flatMap { Int64($0) } ?? 0
        composition.clock.setOffset(seconds: offset)
        if hasCases { try await makeCases() }
        try await hire(on: bench)
    }

    private func hire(on bench: Workbench) async throws {
        try await bench.ensureDemoPlatform(name: "Demo marketplace", key: platformKey)
        for member in members {
            try await bench.ensureDemoStaff(
                email: member.email, name: member.name, role: member.role, profile: member.profile,
                token: token(of: member), password: password(of: member))
        }
    }

    private func makeCases() async throws {
        let making = DemoCases(
            bench: bench, catalogue: composition.content.messages, mail: mailbox, platformKey: platformKey,
            staff: members.map { ($0.email, token(of: $0)) })
        var made: [DemoCases.Listed] = []
        do {
            made = try await making.makeOnce { [self] in try await hire(on: $0) }
        } catch {
            // A demo without its cases is still a demo; nothing of them is in the record.
            FileHandle.standardError.write(Data("The demo cases could not be made: \(error)\n".utf8))
        }
        cases.withLock { [made] in $0 = made }
    }

    private var platformKey: String { bench.demoSecret(prefix: "ck_", name: "platform") }
    private func token(of member: DemoMember) -> String { bench.demoSecret(prefix: "cs_", name: member.email) }
    private func password(of member: DemoMember) -> String {
        bench.demoSecret(prefix: "demo-", name: "password \(member.email)")
    }

    /// The one line on standard output, once connections are accepted.
    func announce() {
        let line: JSONValue = .object(omittingAbsent: [
            "base_url": .string(bench.publicURL), "platform_key": .string(platformKey),
            "staff": .array(
                members.map { member in
                    [
                        "role": .string(member.role.rawValue), "email": .string(member.email),
                        "password": .string(password(of: member)), "token": .string(token(of: member)),
                    ]
                }),
            "cases": cases.withLock { $0 }.map { cases in
                .array(cases.map { $0.json(publicURL: bench.publicURL) })
            },
        ])
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
