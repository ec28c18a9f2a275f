/// The server's own configuration, read once and validated.
///
/// What stands on the command line goes before the environment, the environment before the file, the file before the
/// defaults. ``documentation`` says of each key what it is, what it may be, and what somebody gains who can choose it.
public struct ServerSettings: Hashable, Sendable {
    public var host = "127.0.0.1"
    /// 0 lets the system choose.
    public var port = 8080
    public var dataDirectory = "./data"
    /// `nil` where it has to be looked for; see ``ConfigDirectory``.
    public var configDirectory: String?
    /// Scheme, host and port without a final slash; `nil` only in demo mode, where it is the address that was bound.
    public var publicURL: String?
    /// An address with `{room}` in it; `nil` where nobody has said where interviews are held.
    public var meetingURL: String?
    /// Whether the client's address is what the proxy in front wrote into `X-Forwarded-For`.
    public var trustedProxy = false
    public var demo = false
    /// `nil` stands for `mail` in the data directory.
    public var demoMailDirectory: String?
    public var contactEmail: String?
    /// A `mailto:` or `https:` address.
    public var securityContact: String?
    public var rateLimitTokenPerMinute = 600
    public var rateLimitAddressPerMinute = 1200
    public var bodyLimitBytes = 262_144
    public var headerLimitBytes = 16384
    public var headerLimitFields = 100
    public var uriLimitBytes = 8192
    public var idleTimeoutSeconds = 75
    public var connectionLimit = 4096
    /// One of the names of swift-log's levels.
    public var logLevel = "info"

    init() {}

    /// Reads and validates everything that configures the server.
    ///
    /// - Parameters:
    ///   - file: The path of a YAML file; without one the variable `CANDOR_CONFIG` is taken, and without that none.
    ///   - environment: The process's environment. A variable that begins with `CANDOR_` and is not known is an error,
    ///     because a mistyped one would otherwise change nothing in silence.
    ///   - options: Values of the command line by key, such as `["port": "0"]`.
    /// - Returns: Settings that a server can start with.
    /// - Throws: Every defect at once, named by file and line, by variable, or by option.
    public static func load(
        file: String? = nil, environment: [String: String] = [:], options: [String: String] = [:]
    ) throws(ConfigurationDefects) -> ServerSettings {
        let collector = DefectCollector()
        var found: [SettingKey: SettingValue] = [:]
        let path = file ?? environment[SettingSources.fileVariable]
        var isFileRead = true
        if let path {
            let read = SettingSources.file(path, collector: collector)
            isFileRead = read != nil
            found = read ?? [:]
        }
        found.merge(SettingSources.environment(environment, collector: collector)) { $1 }
        found.merge(SettingSources.options(options, collector: collector)) { $1 }
        var settings = ServerSettings()
        for key in SettingKey.allCases {
            if let value = found[key] { settings.take(value, for: key) }
        }
        // Where the file could not be read nobody knows whether it says it.
        if isFileRead, !settings.demo, found[.publicURL] == nil {
            collector.add(
                ConfigurationDefect(
                    file: path ?? SettingKey.publicURL.environmentName,
                    path: SettingKey.publicURL.rawValue,
                    sentence: "'public_url' is missing; say under which https address the server is reached."))
        }
        try collector.throwIfAny()
        return settings
    }

    private mutating func take(_ value: SettingValue, for key: SettingKey) {
        switch key {
        case .host: host = value.text(key) ?? host
        case .port: port = value.count(key) ?? port
        case .dataDirectory: dataDirectory = value.text(key) ?? dataDirectory
        case .configDirectory: configDirectory = value.text(key)
        case .publicURL: publicURL = value.origin()
        case .meetingURL: meetingURL = value.meetingTemplate()
        case .trustedProxy: trustedProxy = value.flag() ?? trustedProxy
        case .demo: demo = value.flag() ?? demo
        case .demoMailDirectory: demoMailDirectory = value.text(key)
        case .contactEmail: contactEmail = value.text(key)
        case .securityContact: securityContact = value.text(key)
        case .rateLimitToken: rateLimitTokenPerMinute = value.count(key) ?? rateLimitTokenPerMinute
        case .rateLimitAddress: rateLimitAddressPerMinute = value.count(key) ?? rateLimitAddressPerMinute
        case .bodyLimit: bodyLimitBytes = value.count(key) ?? bodyLimitBytes
        case .headerLimit: headerLimitBytes = value.count(key) ?? headerLimitBytes
        case .headerFieldLimit: headerLimitFields = value.count(key) ?? headerLimitFields
        case .uriLimit: uriLimitBytes = value.count(key) ?? uriLimitBytes
        case .idleTimeout: idleTimeoutSeconds = value.count(key) ?? idleTimeoutSeconds
        case .connectionLimit: connectionLimit = value.count(key) ?? connectionLimit
        case .logLevel: logLevel = value.text(key) ?? logLevel
        }
    }
}
