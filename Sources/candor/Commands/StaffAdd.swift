import ArgumentParser
import Foundation
import Scheduling
import Settings
import Verification
import Workflow

struct StaffAdd: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a member of staff; a token for the API is printed once.",
        discussion: """
            An interviewer needs a time zone, languages and skills, as options or as a file:

              candor staff add --email i@staff.example --name "An interviewer" --role interviewer \\
                  --time-zone Europe/Sarajevo --hours mon-fri,09:00-17:00 --language en --skill go=senior

            Afterwards, `candor staff password` lets them sign in.
            """)

    @Argument(help: ArgumentHelp("Their mail address; may be given as --email instead.", valueName: "email"))
    var address: String?

    @Option(help: "Their mail address.")
    var email: String?

    @Option(help: "The name that colleagues read.")
    var name: String

    @Option(help: "interviewer, reviewer or operator; may be repeated.")
    var role: [String]

    @Option(help: ArgumentHelp("An interviewer's time zone.", valueName: "Area/City"))
    var timeZone: String?

    @Option(
        help: ArgumentHelp(
            "Hours in that zone; may be repeated. Without: mon-fri,09:00-17:00.", valueName: "days,from-to"))
    var hours: [String] = []

    @Option(help: ArgumentHelp("A language that they interview in, such as en; may be repeated.", valueName: "tag"))
    var language: [String] = []

    @Option(
        help: ArgumentHelp(
            "A skill of the taxonomy, with =basic, =intermediate or =senior (senior without); may be repeated.",
            valueName: "id[=level]"))
    var skill: [String] = []

    @Option(help: ArgumentHelp("The most interviews on one day.", valueName: "count"))
    var maximumPerDay: Int?

    @Option(help: "All of this as JSON in a file instead; see Docs/operations.md.")
    var profile: String?

    @OptionGroup var data: DataOptions

    func validate() throws {
        guard let given = [address, email].compactMap({ $0 }).first, address == nil || email == nil else {
            throw ValidationError("Name the mail address once: candor staff add --email somebody@staff.example …")
        }
        let parts = given.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts.contains(where: \.isEmpty), given.utf8.count <= 254,
            given.unicodeScalars.allSatisfy({ $0.value > 0x20 && $0.value != 0x7F })
        else { throw ValidationError("'\(given)' is no mail address; write one such as somebody@staff.example.") }
        guard !name.allSatisfy(\.isWhitespace), name.count <= 200 else {
            throw ValidationError("--name is what colleagues read; write between 1 and 200 characters.")
        }
        guard !role.isEmpty else { throw ValidationError("Say what they may do: --role \(Self.roleNames).") }
        _ = try roles()
    }

    func run() async throws {
        let composition = try await data.composition()
        let roles = try roles()
        let profile = try interviewer(roles, InterviewerOptions.Known(composition.content))
        let email = email ?? address ?? ""
        do {
            let id = try await composition.bench.addStaff(email: email, name: name, roles: roles, profile: profile)
            let token = try await composition.bench.issueStaffToken(email: email)
            print(#"{"staff":"\#(id)","token":"\#(token)"}"#)
        } catch WorkflowFailure.invalid(pointer: "/email", _) {
            throw Failure(
                "Somebody has the address \(email) already; `candor staff list` shows who. Nothing was changed.")
        }
    }

    private static let roleNames = StaffRole.allCases.map(\.rawValue).joined(separator: ", ")

    private func roles() throws -> Set<StaffRole> {
        Set(
            try role.map { word in
                guard let role = StaffRole(rawValue: word) else {
                    throw ValidationError("--role is one of \(Self.roleNames), not '\(word)'.")
                }
                return role
            })
    }

    private func interviewer(_ roles: Set<StaffRole>, _ known: InterviewerOptions.Known) throws -> InterviewerProfile? {
        let options = InterviewerOptions(
            timeZone: timeZone, hours: hours, languages: language, skills: skill, maximumPerDay: maximumPerDay)
        if let profile {
            guard options.isEmpty else {
                throw Failure(
                    "Give the interviewer's hours, skills and languages as options or as --profile, not both.")
            }
            return try read(profile)
        }
        guard roles.contains(.interviewer) else {
            guard options.isEmpty else {
                throw Failure("Time zone, hours, languages and skills are an interviewer's; add --role interviewer.")
            }
            return nil
        }
        return try options.profile(known)
    }

    private func read(_ path: String) throws -> InterviewerProfile {
        let bytes = try readFile(path, limit: 1 << 20)
        do {
            return try JSONDecoder().decode(InterviewerProfile.self, from: bytes)
        } catch {
            throw Failure("\(path) is no interviewer's profile (see Docs/operations.md): \(error)")
        }
    }
}
