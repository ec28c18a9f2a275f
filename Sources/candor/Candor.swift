import ArgumentParser

/// The command line: each command does one thing and says what to do next when it cannot.
@main
struct Candor: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "candor",
        abstract: "Identity verification interviews that are fair to whoever is judged.",
        subcommands: [
            Serve.self, Config.self, Keys.self, Platform.self, Staff.self, Quality.self, Verify.self, Replay.self,
            BackupCommand.self, RestoreCommand.self, DoctorCommand.self,
        ])
}

/// Something that went wrong in a way that the person at the terminal can mend.
struct Failure: Error, CustomStringConvertible {
    let description: String

    init(_ sentence: String) {
        description = sentence
    }
}
