import ArgumentParser
import Care
import Settings
import Timekeeping

struct RestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Put a backup into a data directory that no server uses.",
        discussion:
            "Everything is checked first. A record that is there is only replaced with --replace, and kept beside.")

    @Option(help: "The folder that `candor backup --to` made.")
    var from: String

    @Option(help: "The folder that `candor backup --keys-to` made; leave it out where the keys are in their place.")
    var keysFrom: String?

    @Flag(help: "Take the place of a record that is there; it is kept under another name.")
    var replace = false

    @OptionGroup var data: DataOptions

    func run() throws {
        let directory = DataDirectory(try data.settings().dataDirectory)
        let bar = ProgressBar()
        let report: Restore.Report
        do {
            defer { bar.end() }
            report = try Restore(backup: from, keys: keysFrom, data: directory, replaces: replace).run(
                at: ServerClock().systemNow.wholeSeconds, progress: bar.show)
        }
        print("Restored the record of \(report.madeAt.rfc3339) to \(directory.path).")
        if let kept = report.keptAs {
            print(
                "The record that was there is kept as \(kept): remove it once you need it no longer; it holds personal data."
            )
        }
        if !report.hasKeys {
            print(
                "There are no keys at \(directory.keys): put them back before starting the server; new ones do not fit."
            )
        }
        print("Next: `candor doctor --data-directory \(directory.path)`, then start the server.")
    }
}
