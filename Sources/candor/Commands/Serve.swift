import ArgumentParser
import Foundation
import Settings

struct Serve: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the server.",
        discussion:
            "With --demo it makes a demo platform, staff and hours in an empty data directory, and prints one line of JSON."
    )

    @Option(name: .customLong("config"), help: "The server's settings (YAML); see Config/server.example.yaml.")
    var configFile: String?

    @Option(help: "Where the database, the keys and demo mail are kept.")
    var dataDirectory: String?

    @Option(help: "The port to listen on; 0 takes a free one.")
    var port: Int?

    @Flag(help: "Demo data, a clock that can be advanced, mail in a folder.")
    var demo = false

    @Flag(help: "With --demo: fill an empty record with invented cases in every state.")
    var demoCases = false

    func validate() throws {
        guard demo || !demoCases else { throw ValidationError("--demo-cases belongs to --demo; give both.") }
    }

    func run() async throws {
        var options: [String: String] = [:]
        if let dataDirectory { options["data_directory"] = dataDirectory }
        if let port { options["port"] = String(port) }
        if demo { options["demo"] = "true" }
        let settings = try ServerSettings.load(
            file: configFile, environment: ProcessInfo.processInfo.environment, options: options)
        try await CandorServer(settings: settings, demoCases: demoCases).run()
    }
}
