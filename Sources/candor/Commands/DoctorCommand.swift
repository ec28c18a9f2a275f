import ArgumentParser
import Care
import Foundation
import Settings
import Storage
import Synchronization
import Timekeeping
import Verification
import Workflow

struct DoctorCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Look the whole record over and say what is wrong, and what to do.",
        discussion: """
            Files and modes, keys, schema, every stream against its projection, bookings, outcomes with their tokens, and the laws \
            over what is stored. Changes nothing; may run beside the server. Exit 0 where all is well, 1 where something was found.
            """)

    /// More of one kind are counted and not printed: they are likely to have one cause.
    private static let mostOfOneKind = 20

    @OptionGroup var data: DataOptions

    func run() throws {
        let settings = try data.settings()
        let directory = DataDirectory(settings.dataDirectory)
        let content = try Content.load(
            directory: ConfigDirectory.locate(setting: settings.configDirectory, executable: executablePath()))
        let bar = ProgressBar()
        let seen = Mutex<[Care.Finding.Kind: Int]>([:])
        let summary: Doctor.Summary
        do {
            defer { bar.end() }
            let doctor = Doctor(data: directory, now: try Self.now(of: directory)) {
                content.policies[$0] ?? content.currentPolicy
            }
            summary = try doctor.examine(progress: bar.show) { finding in
                let count = seen.withLock { seen in
                    seen[finding.kind, default: 0] += 1
                    return seen[finding.kind] ?? 0
                }
                guard count <= Self.mostOfOneKind else { return }
                bar.end()
                print("\(finding.kind.rawValue): \(finding.sentence) \(finding.remedy)")
            }
        }
        for (kind, count) in seen.withLock({ $0 }).sorted(by: { $0.key.rawValue < $1.key.rawValue })
        where count > Self.mostOfOneKind {
            print("\(kind.rawValue): \(count - Self.mostOfOneKind) more of this kind.")
        }
        print(
            "\(summary.sessions) sessions, \(summary.events) events and \(summary.outcomes) outcomes looked at: "
                + (summary.findings == 0 ? "all is well." : "\(summary.findings) findings."))
        guard summary.findings == 0 else { throw ExitCode(1) }
    }

    /// The clock of the server that last ran on the record.
    private static func now(of directory: DataDirectory) throws -> Instant {
        let clock = ServerClock()
        let record = try RecordFile(path: directory.database)
        if record.schema > 0 {
            let offset = try record.read { try $0.setting(DemoMode.offsetSetting) }.flatMap { Int64($0) }
            clock.setOffset(seconds: offset ?? 0)
        }
        return clock.now()
    }
}
