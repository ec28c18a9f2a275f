/// What one key of the server's configuration is: the source of the table in the operations manual.
public struct SettingDocumentation: Hashable, Sendable {
    /// Whether the value is a secret that must not be shown or logged.
    public enum Secrecy: String, Hashable, Sendable { case isPublic = "public", secret }

    /// The name in the file.
    public let key: String
    /// The name of the environment variable.
    public let environment: String
    public let meaning: String
    /// As it would be written; a sentence where there is no fixed one.
    public let defaultValue: String
    /// Which values are accepted.
    public let range: String
    public let secrecy: Secrecy
    /// What somebody gains who can choose the value.
    public let trust: String
}

extension ServerSettings {
    /// Every key, in the order in which it should be shown.
    public static let documentation: [SettingDocumentation] = SettingKey.allCases.map(\.documentation)
}

extension SettingKey {
    var documentation: SettingDocumentation {
        let words = words
        return SettingDocumentation(
            key: rawValue, environment: environmentName, meaning: words.meaning, defaultValue: words.defaultValue,
            range: range, secrecy: .isPublic, trust: words.trust)
    }

    /// Which values are accepted, in words.
    var range: String {
        switch rule {
        case .text: "a host name or an address"
        case .path: "a path; a relative one begins at the working directory"
        case .origin: "https://host[:port]; http only for localhost, 127.0.0.1 and [::1]"
        case .meeting: "https://… with {room} once; http only for this machine"
        case .mailbox: "an address such as help@candor.example"
        case .contact: "mailto:… or https://…"
        case .flag: "true or false"
        case .count(let range): "\(range.lowerBound) to \(range.upperBound)"
        case .choice(let names): names.joined(separator: ", ")
        }
    }

    private var words: (meaning: String, defaultValue: String, trust: String) {
        switch self {
        case .host:
            (
                "The address on which the server listens.", "127.0.0.1",
                "Decides who can reach the server; it speaks plain HTTP and belongs behind a proxy that ends TLS."
            )
        case .port:
            ("The port on which it listens; 0 lets the system choose.", "8080", "None beyond reaching the server.")
        case .dataDirectory:
            (
                "Where the database, the keys and the server secret lie.", "./data",
                "Trusted entirely: whoever can write there can sign outcomes."
            )
        case .configDirectory:
            (
                "Where kits, policies, reasons and notices lie.",
                "./Config, else Config or ../share/candor/Config beside the executable",
                "Trusted: whoever can write there decides what is asked and what is enough."
            )
        case .publicURL:
            (
                "Under which address people and platforms reach the server; it is the issuer of every outcome.",
                "none; with demo, the address on which it listens",
                "Links in notices lead there: whoever chooses it can send people to another place. Never changed while "
                    + "outcomes are in force."
            )
        case .meetingURL:
            (
                "Where interviews are held: an address with {room} where the room's name goes.",
                "none; with demo, a page of the demo",
                "Candidates and interviewers follow it: whoever chooses it, and whoever runs that place, can see and hear "
                    + "them."
            )
        case .trustedProxy:
            (
                "Takes the last address of X-Forwarded-For for the client's, as a proxy in front writes it.", "false",
                "Only where nothing but this proxy reaches the server, and it adds the address itself: else anybody "
                    + "writes the address that limits and slowed tries are counted for."
            )
        case .demo:
            (
                "Makes a demo platform and staff, prints their tokens, and shows sent mail to everybody.", "false",
                "Whoever reaches a demo server can read all of it; never with real people."
            )
        case .demoMailDirectory:
            (
                "Where a demo server writes the notices that it would send.", "mail in the data directory",
                "Holds links and codes: whoever can read it can act as the people they were sent to."
            )
        case .contactEmail:
            (
                "How the operator is reached, shown on public pages.", "none",
                "People write their troubles there: whoever chooses it reads them."
            )
        case .securityContact:
            (
                "Where security reports go (RFC 9116); without it no security.txt is served.", "none",
                "Whoever chooses it learns of weaknesses first."
            )
        case .rateLimitToken:
            ("Requests a minute for one token.", "600", "A high value lets one client slow the others down.")
        case .rateLimitAddress:
            (
                "Requests a minute for one address.", "1200",
                "A high value lets somebody guess faster; a low one hurts people behind a shared address."
            )
        case .bodyLimit:
            (
                "The largest body of a request, where a route sets no other.", "262144",
                "A high value lets clients fill the memory."
            )
        case .headerLimit:
            ("Names and values of a request's header together.", "16384", "A high value lets clients fill the memory.")
        case .headerFieldLimit:
            ("Fields in a request's header.", "100", "A high value lets clients waste time.")
        case .uriLimit:
            ("Path and query of a request.", "8192", "A high value lets clients waste time.")
        case .idleTimeout:
            (
                "After how long a silent connection is closed.", "75",
                "A high value lets silent clients hold connections."
            )
        case .connectionLimit:
            (
                "Connections at a time; more of them wait.", "4096",
                "More than the system's limit of open files lets clients exhaust it."
            )
        case .logLevel:
            (
                "What is logged: this and what is more severe.", "info",
                "No level logs tokens or anything personal."
            )
        }
    }
}
