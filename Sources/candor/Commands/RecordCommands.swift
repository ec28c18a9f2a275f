import ArgumentParser
import Foundation
import OutcomeVerifier
import Settings
import SignedOutcomes
import Timekeeping
import Verification
import Workflow

/// Where the record is, for commands that work on it beside or without a running server.
struct DataOptions: ParsableArguments {
    @Option(name: .customLong("config"), help: "The server's settings (YAML).")
    var configFile: String?

    @Option(help: "Where the database and the keys are kept.")
    var dataDirectory: String?

    func settings() throws -> ServerSettings {
        var options = ["demo": "true"]
        if let dataDirectory { options["data_directory"] = dataDirectory }
        // These commands serve nothing, so what only a server needs may be absent.
        if configFile != nil { options["demo"] = nil }
        return try ServerSettings.load(
            file: configFile, environment: ProcessInfo.processInfo.environment, options: options)
    }

    /// The record with the address and the clock of the server that last ran on it, so that whatever a command brings about is signed as
    /// that server would.
    func composition() async throws -> Composition {
        var settings = try settings()
        let logger = CandorServer.logger(level: settings.logLevel)
        let composition = try Composition(settings: settings, mustExist: true, logger: logger)
        let (address, offset) = try await composition.bench.store.read { transaction in
            (
                try transaction.setting(Composition.publicURLSetting),
                try transaction.setting(DemoMode.offsetSetting).flatMap { Int64($0) }
            )
        }
        composition.clock.setOffset(seconds: offset ?? 0)
        guard settings.publicURL == nil, let address, address != composition.bench.publicURL else { return composition }
        settings.publicURL = address
        let readdressed = try Composition(settings: settings, mustExist: true, logger: logger)
        readdressed.clock.setOffset(seconds: offset ?? 0)
        return readdressed
    }
}

struct Keys: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Look after signing keys.", subcommands: [List.self])

    struct List: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "List the keys, their purpose, state and age.")

        @OptionGroup var data: DataOptions

        func run() async throws {
            for entry in try await data.composition().bench.keys.entries {
                print(
                    "\(entry.id)  \(entry.purpose.rawValue)  \(entry.state.rawValue)  since \(entry.createdAt.rfc3339)")
            }
        }
    }
}

struct Platform: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Look after platforms.", subcommands: [Add.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add a platform; its key is printed once.")

        @Argument(help: "The name that candidates read.")
        var name: String

        @OptionGroup var data: DataOptions

        func run() async throws {
            let (platform, key) = try await data.composition().bench.addPlatform(name: name)
            print(#"{"platform":"\#(platform)","key":"\#(key)"}"#)
        }
    }
}

struct Replay: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Recompute a determination from the record, and say whether it equals the signed one.")

    @Argument(help: "The session (vs_…).")
    var session: String

    @OptionGroup var data: DataOptions

    func run() async throws {
        guard let id = SessionID(session) else { throw Failure("A session's id begins with vs_.") }
        let result: Workbench.ReplayResult
        do {
            result = try await data.composition().bench.replay(id)
        } catch WorkflowFailure.notFound {
            throw Failure("The record has no session \(session).")
        }
        for line in result.lines { print(line) }
        guard result.isEqual else { throw ExitCode(1) }
    }
}
