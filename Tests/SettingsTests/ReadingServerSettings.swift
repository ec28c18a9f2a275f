import Foundation
import Testing

@testable import Settings

@Suite("The server's settings")
struct ReadingServerSettings {
    static let address = ["public_url": "https://candor.example"]

    private func withFile<Result>(_ text: String, _ body: (String) throws -> Result) throws -> Result {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("candor-\(UUID()).yaml").path
        try text.write(toFile: path, atomically: false, encoding: .utf8)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try body(path)
    }

    private func defects(
        file: String? = nil, environment: [String: String] = [:], options: [String: String] = [:]
    ) -> [ConfigurationDefect] {
        do throws(ConfigurationDefects) {
            _ = try ServerSettings.load(file: file, environment: environment, options: options)
            return []
        } catch {
            return error.defects
        }
    }

    @Test("have the documented defaults")
    func defaults() throws {
        let settings = try ServerSettings.load(options: Self.address)
        let documented = Dictionary(
            uniqueKeysWithValues: ServerSettings.documentation.map { ($0.key, $0.defaultValue) })
        #expect(documented["host"] == settings.host)
        #expect(documented["port"] == String(settings.port))
        #expect(documented["data_directory"] == settings.dataDirectory)
        #expect(documented["demo"] == String(settings.demo))
        #expect(documented["trusted_proxy"] == String(settings.trustedProxy))
        #expect(documented["rate_limit_token_per_minute"] == String(settings.rateLimitTokenPerMinute))
        #expect(documented["rate_limit_address_per_minute"] == String(settings.rateLimitAddressPerMinute))
        #expect(documented["body_limit_bytes"] == String(settings.bodyLimitBytes))
        #expect(documented["header_limit_bytes"] == String(settings.headerLimitBytes))
        #expect(documented["header_limit_fields"] == String(settings.headerLimitFields))
        #expect(documented["uri_limit_bytes"] == String(settings.uriLimitBytes))
        #expect(documented["idle_timeout_seconds"] == String(settings.idleTimeoutSeconds))
        #expect(documented["connection_limit"] == String(settings.connectionLimit))
        #expect(documented["log_level"] == settings.logLevel)
        #expect(documented.count == SettingKey.allCases.count)
    }

    @Test("are taken from the command line before the environment, and from there before the file")
    func precedence() throws {
        try withFile("public_url: https://candor.example/\nport: 1\nhost: a\nlog_level: debug\n") { path in
            let settings = try ServerSettings.load(
                file: path, environment: ["CANDOR_PORT": "2", "CANDOR_HOST": "b", "PATH": "/bin"],
                options: ["port": "3"])
            #expect(settings.port == 3)
            #expect(settings.host == "b")
            #expect(settings.logLevel == "debug")
            #expect(settings.publicURL == "https://candor.example")
            let named = try ServerSettings.load(environment: ["CANDOR_CONFIG": path])
            #expect(named.port == 1)
        }
    }

    @Test("of the shipped example load, and the example names every key")
    func example() throws {
        let path = "\(ShippedConfig.directory)/server.example.yaml"
        let settings = try ServerSettings.load(file: path)
        #expect(settings.publicURL == "https://candor.example")
        let text = try String(contentsOfFile: path, encoding: .utf8)
        for key in SettingKey.allCases {
            #expect(text.contains("\n# \(key.rawValue): ") || text.contains("\n\(key.rawValue): "), "\(key.rawValue)")
        }
        // What stands behind the comment marks has to be valid as well.
        let lines = text.split(separator: "\n").map { line in
            let inner = line.hasPrefix("# ") ? line.dropFirst(2) : line
            return SettingKey.allCases.contains { inner.hasPrefix("\($0.rawValue): ") } ? inner : line
        }
        try withFile(lines.joined(separator: "\n") + "\n") { path in
            let settings = try ServerSettings.load(file: path)
            #expect(settings.port == 8080)
        }
    }

    static let wrong: [(key: String, yaml: String, says: String)] = [
        ("port", "port: '8080'", "no whole number"),
        ("port", "port: 65536", "out of range"),
        ("port", "port: 8080.0", "no whole number"),
        ("port", "port: [1]", "no whole number"),
        ("demo", "demo: yes", "write true or false"),
        ("demo", "demo: 'true'", "write true or false"),
        ("log_level", "log_level: loud", "write one of"),
        ("log_level", "log_level: warn", "did you mean"),
        ("host", "host: http://a", "no host"),
        ("host", "host:", "is empty"),
        ("prot", "prot: 1", "did you mean 'port'?"),
        ("port", "port: 1\nport: 2", "stands twice"),
        ("contact_email", "contact_email: nobody", "no mail address"),
        ("security_contact", "security_contact: security@candor.example", "no contact"),
        ("security_contact", "security_contact: http://candor.example", "no contact"),
        ("idle_timeout_seconds", "idle_timeout_seconds: 0", "from 5"),
        ("public_url", "public_url: http://candor.example", "sent unprotected"),
        ("public_url", "public_url: http://127.0.0.1.candor.example", "sent unprotected"),
        ("public_url", "public_url: candor.example", "begin it with https"),
        ("public_url", "public_url: https://candor.example/app", "scheme, host and port"),
        ("public_url", "public_url: https://user@candor.example", "scheme, host and port"),
        ("public_url", "public_url: https://candor.example:0", "scheme, host and port"),
        ("public_url", "public_url: 'https://'", "scheme, host and port"),
        ("public_url", "public_url: https://candor.example?x", "scheme, host and port"),
        ("meeting_url", "meeting_url: meet.example/{room}", "begin it with https"),
        ("meeting_url", "meeting_url: http://meet.example/{room}", "meet unprotected"),
        ("meeting_url", "meeting_url: https://meet.example/room", "write {room} once"),
        ("meeting_url", "meeting_url: 'https://meet.example/{room}/{room}'", "write {room} once"),
        ("meeting_url", "meeting_url: 'https://meet.example/{room}?name={name}'", "write {room} once"),
        ("meeting_url", "meeting_url: 'https://{room}.meet.example/'", "no web address"),
        ("meeting_url", "meeting_url: 'https://me@meet.example/{room}'", "no web address"),
        ("meeting_url", "meeting_url: 'https://meet.example/a b/{room}'", "no web address"),
        ("meeting_url", "meeting_url: 'https:///{room}'", "no web address"),
        ("trusted_proxy", "trusted_proxy: 10.0.0.1", "no truth value"),
    ]

    @Test("that are wrong are named by file and line", arguments: wrong.indices)
    func wrongValues(_ index: Int) throws {
        let row = Self.wrong[index]
        try withFile("# settings\n\n" + row.yaml + "\n") { path in
            let defects = defects(file: path)
            let defect = try #require(
                defects.first { $0.path == row.key && $0.sentence.contains(row.says) }, "\(defects)")
            #expect(defect.file == path)
            #expect(defect.line == (row.yaml.contains("\n") ? 4 : 3))
        }
    }

    @Test("that are wrong in the environment or on the command line are named by variable and option")
    func wrongWords() {
        let defects = defects(
            environment: ["CANDOR_PROT": "1", "CANDOR_DEMO": "1", "CANDOR_HOST": ""],
            options: ["port": "x", "colour": "red", "public_url": "https://candor.example"])
        #expect(defects.map(\.file) == ["--colour", "--port", "CANDOR_DEMO", "CANDOR_HOST", "CANDOR_PROT"])
        #expect(defects.last?.sentence.contains("did you mean 'CANDOR_PORT'?") == true)
    }

    @Test("need a public address, except in a demo")
    func publicAddress() throws {
        #expect(defects().map(\.path) == ["public_url"])
        #expect(try ServerSettings.load(options: ["demo": "true"]).publicURL == nil)
    }

    @Test(
        "take plain HTTP on this machine only",
        arguments: ["http://localhost:8080", "http://127.0.0.1", "http://127.1.2.3:1", "http://[::1]:8080"])
    func loopback(url: String) throws {
        #expect(try ServerSettings.load(options: ["public_url": url]).publicURL == url)
    }

    @Test(
        "take a place for interviews with one room in it",
        arguments: [
            "https://meet.example/{room}", "https://meet.example:8443/{room}#config.x=true",
            "https://meet.example/?room={room}", "http://127.0.0.1:9/{room}",
        ])
    func meetingPlaces(url: String) throws {
        #expect(try ServerSettings.load(options: ["demo": "true", "meeting_url": url]).meetingURL == url)
    }

    @Test("name a file that is not there")
    func missingFile() {
        #expect(defects(file: "/nowhere/server.yaml").first?.sentence.contains("missing") == true)
    }

    @Test("document each key: what it means, may be, and lets somebody do")
    func documentation() {
        for key in ServerSettings.documentation {
            #expect(!key.meaning.isEmpty && !key.defaultValue.isEmpty && !key.range.isEmpty && !key.trust.isEmpty)
            #expect(key.environment == "CANDOR_" + key.key.uppercased())
        }
    }

    static let places: [(setting: String?, executable: String?, folders: Set<String>, found: String?)] = [
        (nil, "/opt/candor/bin/candor", ["Config", "/opt/candor/bin/Config"], "Config"),
        (nil, "/opt/candor/bin/candor", ["/opt/candor/bin/Config"], "/opt/candor/bin/Config"),
        (
            nil, "/opt/candor/bin/candor", ["/opt/candor/bin/../share/candor/Config"],
            "/opt/candor/bin/../share/candor/Config"
        ),
        (nil, nil, ["Config"], "Config"),
        (nil, nil, [], nil),
        (nil, "/candor", ["/Config"], "/Config"),
        ("/etc/candor", "/opt/candor/bin/candor", ["/etc/candor", "Config"], "/etc/candor"),
        // A typo must not lead to another folder.
        ("/etc/candro", "/opt/candor/bin/candor", ["/etc/candor", "Config"], nil),
    ]

    @Test("find the configuration folder, also when the executable was moved", arguments: places.indices)
    func folder(_ index: Int) {
        let row = Self.places[index]
        let found = try? ConfigDirectory.locate(setting: row.setting, executable: row.executable) {
            row.folders.contains($0)
        }
        #expect(found == row.found)
    }
}
