import ArgumentParser
import Foundation
import Settings
import Timekeeping
import Verification
import Workflow

struct Staff: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look after staff.",
        discussion:
            "Each command works on the record beside or without a running server, which notices at once. See Docs/operations.md.",
        subcommands: [StaffAdd.self, StaffList.self, StaffPassword.self, StaffToken.self, StaffSuspend.self])
}

/// The member of staff that a command is about.
struct StaffAddress: ParsableArguments {
    @Argument(help: ArgumentHelp("Their mail address.", valueName: "email"))
    var email: String

    /// Turns the workflow's refusals into sentences for the person at the terminal.
    func explaining<Value>(_ work: () async throws -> Value) async throws -> Value {
        do {
            return try await work()
        } catch WorkflowFailure.notFound {
            throw Failure(
                """
                Nobody who is active has the address \(email). `candor staff list` shows who is there; \
                `candor staff add` adds somebody.
                """)
        } catch WorkflowFailure.invalid(_, let sentence) {
            throw Failure(sentence)
        }
    }
}

struct StaffList: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List everybody: address, name, roles, and whether they can sign in.")

    @Flag(help: "One JSON object for each person, a line each.")
    var json = false

    @OptionGroup var data: DataOptions

    func run() async throws {
        let people = try await data.composition().bench.staffList()
        if json {
            for person in people { print(try person.line) }
            return
        }
        guard !people.isEmpty else {
            print("There is no staff yet; `candor staff add` adds somebody.")
            return
        }
        let rows = people.map { [$0.email, $0.name, $0.roles.joined(separator: ","), $0.state] }
        let widths = (0..<3).map { column in rows.map { $0[column].count }.max() ?? 0 }
        for row in rows {
            let cells = zip(row, widths).map { $0 + String(repeating: " ", count: max(0, $1 - $0.count)) }
            print((cells + row.suffix(1)).joined(separator: "  "))
        }
    }
}

extension Workbench.ListedStaff {
    /// What somebody who looks at the list has to know.
    fileprivate var state: String {
        if let suspendedAt { return "suspended since \(suspendedAt.rfc3339)" }
        return hasPassword ? "active" : "active, no password yet"
    }

    fileprivate var line: String {
        get throws {
            struct Line: Encodable {
                var email: String
                var id: String
                var name: String
                var roles: [String]
                var suspendedAt: String?
                var hasPassword: Bool
            }
            let encoder = JSONEncoder()
            encoder.keyEncodingStrategy = .convertToSnakeCase
            encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
            let bytes = try encoder.encode(
                Line(
                    email: email, id: id.rawValue, name: name, roles: roles, suspendedAt: suspendedAt?.rfc3339,
                    hasPassword: hasPassword))
            return String(decoding: bytes, as: UTF8.self)
        }
    }
}

struct StaffPassword: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "password", abstract: "Set a password; it ends every session that the person has.",
        discussion: "Asks twice, without showing what is typed. Twelve characters or more, in any script.")

    @OptionGroup var address: StaffAddress

    @Flag(help: "Read the password from standard input, up to the end of the line, instead of asking.")
    var passwordStdin = false

    @OptionGroup var data: DataOptions

    func run() async throws {
        // First, so that nobody types twice for a person who is not there.
        let bench = try await data.composition().bench
        try await address.explaining {
            guard try await bench.staffList().contains(where: { $0.email.lowercased() == address.email.lowercased() })
            else { throw WorkflowFailure.notFound }
            let password = passwordStdin ? try PasswordPrompt.readLine() : try PasswordPrompt.askTwice(address.email)
            try await bench.setPassword(email: address.email, password: password)
        }
        print("The password is set. Sessions that \(address.email) had in browsers have ended.")
    }
}

struct StaffToken: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: "Make a new token for the API; the old ones die.")

    @OptionGroup var address: StaffAddress

    @OptionGroup var data: DataOptions

    func run() async throws {
        let bench = try await data.composition().bench
        print(try await address.explaining { try await bench.issueStaffToken(email: address.email) })
    }
}

struct StaffSuspend: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "suspend",
        abstract: "Suspend a member of staff: their tokens and sessions die, their open reviews go to others.")

    @OptionGroup var address: StaffAddress

    @OptionGroup var data: DataOptions

    func run() async throws {
        let bench = try await data.composition().bench
        let moved = try await address.explaining { try await bench.suspendStaff(email: address.email) }
        print("Suspended. \(moved) open review(s) went to others.")
    }
}
