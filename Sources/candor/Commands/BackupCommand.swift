import ArgumentParser
import Care
import Foundation
import Settings
import Timekeeping

struct BackupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy the record into a new folder, beside a running server.",
        discussion: """
            The copy is the record of one moment, read back and checked. The keys are not in it: with --keys-to they go into a \
            folder of their own, which belongs in another place.
            """)

    @Option(help: "The folder to make; nothing may be there.")
    var to: String

    @Option(help: "A folder to make with a copy of the keys, in another place.")
    var keysTo: String?

    @OptionGroup var data: DataOptions

    func validate() throws {
        if let keysTo {
            let (record, keys) = (
                URL(filePath: to).standardizedFileURL.path, URL(filePath: keysTo).standardizedFileURL.path
            )
            guard keys != record, !keys.hasPrefix("\(record)/"), !record.hasPrefix("\(keys)/") else {
                throw ValidationError(
                    "--keys-to names a place inside the record's backup, or around it; keep them apart.")
            }
        }
    }

    func run() throws {
        let directory = DataDirectory(try data.settings().dataDirectory)
        let bar = ProgressBar()
        let now = ServerClock().systemNow.wholeSeconds
        let manifest: BackupManifest
        do {
            defer { bar.end() }
            manifest = try Backup.record(of: directory, to: to, at: now, progress: bar.show)
        }
        for file in manifest.files { print("\(to)/\(file.name)  \(file.bytes) bytes  sha256 \(file.sha256)") }
        guard let keysTo else { return }
        let keys = try Backup.keys(of: directory, to: keysTo, at: now)
        print("\(keysTo)  \(keys.files.count) files of keys")
    }
}
