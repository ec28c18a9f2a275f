import ArgumentParser
import Foundation
import OutcomeVerifier
import Scheduling
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

struct Staff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look after staff.", subcommands: [Add.self, Token.self, Suspend.self])

    struct Add: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Add a member of staff; a token is printed once.")

        @Argument(help: "Mail address.")
        var email: String

        @Option(help: "The name that colleagues read.")
        var name: String

        @Option(help: "interviewer, reviewer or operator; may be repeated.")
        var role: [String]

        @Option(help: "An interviewer's hours, skills and languages as JSON; see Docs/operations.md.")
        var profile: String?

        @OptionGroup var data: DataOptions

        func run() async throws {
            let roles = try role.map { word in
                guard let role = StaffRole(rawValue: word) else {
                    throw Failure("--role is one of \(StaffRole.allCases.map(\.rawValue).joined(separator: ", ")).")
                }
                return role
            }
            var interviewer: InterviewerProfile?
            if let profile {
                do {
                    interviewer = try JSONDecoder().decode(
                        InterviewerProfile.self, from: try readFile(profile, limit: 1 << 20))
                } catch let failure as Failure {
                    throw failure
                } catch {
                    throw Failure("\(profile) is no interviewer's profile: \(error)")
                }
            }
            if roles.contains(.interviewer), interviewer == nil {
                throw Failure("An interviewer needs --profile with time zone, hours, skills and languages.")
            }
            let bench = try await data.composition().bench
            let id = try await bench.addStaff(
                email: email, name: name, roles: Set(roles), profile: interviewer)
            print(#"{"staff":"\#(id)","token":"\#(try await bench.issueStaffToken(email: email))"}"#)
        }
    }

    struct Token: AsyncParsableCommand {
        static let configuration = CommandConfiguration(abstract: "Make a new token; the old ones die.")

        @Argument(help: "Mail address.")
        var email: String

        @OptionGroup var data: DataOptions

        func run() async throws {
            print(try await data.composition().bench.issueStaffToken(email: email))
        }
    }

    struct Suspend: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Suspend a member of staff: their tokens die, their open reviews go to others.")

        @Argument(help: "Mail address.")
        var email: String

        @OptionGroup var data: DataOptions

        func run() async throws {
            let touched = try await data.composition().bench.suspendStaff(email: email)
            print("Suspended. \(touched) open review(s) went to others.")
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
