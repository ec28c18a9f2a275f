import ArgumentParser
import Settings
import Verification

struct Config: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Look after the published configuration.", subcommands: [Check.self])

    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            abstract:
                "Check the taxonomy, kits, policies, reasons, messages and pages; every defect is named with file, line and mend."
        )

        @Option(help: "The configuration folder; ./Config where absent.")
        var directory: String?

        func run() throws {
            let directory = try ConfigDirectory.locate(setting: directory, executable: executablePath())
            do {
                let content = try Content.load(directory: directory)
                let pages = try PageFiles.load(directory: directory)
                let questions = content.kits.map(\.questions.count).reduce(0, +)
                print(
                    """
                    \(directory) is in order: \(content.taxonomy.skills.count) skills, \(content.kits.count) kits with \
                    \(questions) questions, \(content.identityChecks.count) identity checks, \(content.policies.count) policy, \
                    \(content.reasons.count) reasons, \(content.messages.messages.count) messages, \
                    \(pages.templates.count) page templates in \(pages.words.count) languages.
                    """)
            } catch {
                for defect in error.defects { print(defect) }
                throw Failure("\(error.defects.count) defect(s); mend them and check again.")
            }
        }
    }
}
