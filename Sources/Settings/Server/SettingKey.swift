/// A key of the server's own configuration; the raw value is its name in the file.
enum SettingKey: String, CaseIterable {
    case host
    case port
    case dataDirectory = "data_directory"
    case configDirectory = "config_directory"
    case publicURL = "public_url"
    case meetingURL = "meeting_url"
    case trustedProxy = "trusted_proxy"
    case demo
    case demoMailDirectory = "demo_mail_directory"
    case contactEmail = "contact_email"
    case securityContact = "security_contact"
    case rateLimitToken = "rate_limit_token_per_minute"
    case rateLimitAddress = "rate_limit_address_per_minute"
    case bodyLimit = "body_limit_bytes"
    case headerLimit = "header_limit_bytes"
    case headerFieldLimit = "header_limit_fields"
    case uriLimit = "uri_limit_bytes"
    case idleTimeout = "idle_timeout_seconds"
    case connectionLimit = "connection_limit"
    case logLevel = "log_level"

    enum Rule {
        case text
        case path
        case origin
        case meeting
        case mailbox
        case contact
        case flag
        case count(ClosedRange<Int>)
        case choice([String])
    }

    static let logLevels = ["trace", "debug", "info", "notice", "warning", "error", "critical"]

    var rule: Rule {
        switch self {
        case .host: .text
        case .port: .count(0...65535)
        case .dataDirectory, .configDirectory, .demoMailDirectory: .path
        case .publicURL: .origin
        case .meetingURL: .meeting
        case .trustedProxy, .demo: .flag
        case .contactEmail: .mailbox
        case .securityContact: .contact
        case .rateLimitToken, .rateLimitAddress: .count(1...1_000_000)
        case .bodyLimit: .count(1024...16_777_216)
        case .headerLimit: .count(1024...65536)
        case .headerFieldLimit: .count(16...1000)
        case .uriLimit: .count(256...65536)
        case .idleTimeout: .count(5...3600)
        case .connectionLimit: .count(1...1_000_000)
        case .logLevel: .choice(Self.logLevels)
        }
    }

    /// `CANDOR_PUBLIC_URL`.
    var environmentName: String { "CANDOR_" + rawValue.uppercased() }
}
