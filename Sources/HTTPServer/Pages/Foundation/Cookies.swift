import HTTPTypes
import Hummingbird
import Verification

/// The few cookies that pages use (RFC 6265): who is there, which language, and something to bind a stranger's forms to.
///
/// All are HttpOnly and SameSite=Lax: a link in a mail may lead to a page, another site's form may not post to one. Where
/// the service is reached by HTTPS they are Secure, and the staff's carries the `__Host-` prefix, so that no other host of
/// the same domain can plant one.
struct Cookies: Sendable {
    let isSecure: Bool

    init(publicURL: String) {
        isSecure = publicURL.lowercased().hasPrefix("https://")
    }

    var staff: String { isSecure ? "__Host-candor_staff" : "candor_staff" }
    /// One for each session, by its path: a device may hold several cases of one person.
    var candidate: String { isSecure ? "__Secure-candor_candidate" : "candor_candidate" }
    var visitor: String { isSecure ? "__Host-candor_visitor" : "candor_visitor" }
    var language: String { isSecure ? "__Host-candor_language" : "candor_language" }

    static func candidatePath(_ session: SessionID) -> String { "/c/\(session.rawValue)" }

    /// The value of a cookie of the request; the first where several have the name, as RFC 6265 section 5.4 orders longer paths first.
    static func read(_ name: String, _ headers: HTTPFields) -> String? {
        for field in headers[values: .cookie] {
            for pair in field.split(separator: ";") {
                let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                guard parts.count == 2, parts[0].filter({ $0 != " " }) == name else { continue }
                let value = parts[1].filter { $0 != " " }
                guard (1...256).contains(value.utf8.count), value.utf8.allSatisfy(isTokenByte) else { return nil }
                return String(value)
            }
        }
        return nil
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }

    /// A `Set-Cookie` value; without an age it ends with the browser's session.
    func set(_ name: String, _ value: String, path: String = "/", maximumAgeSeconds: Int? = nil) -> String {
        var parts = ["\(name)=\(value)", "Path=\(path)", "HttpOnly", "SameSite=Lax"]
        if let maximumAgeSeconds { parts.append("Max-Age=\(maximumAgeSeconds)") }
        if isSecure { parts.append("Secure") }
        return parts.joined(separator: "; ")
    }

    func clear(_ name: String, path: String = "/") -> String { set(name, "", path: path, maximumAgeSeconds: 0) }
}

extension HTTPFields {
    /// Adds a `Set-Cookie` field beside those that are there.
    mutating func addCookie(_ value: String) {
        append(HTTPField(name: .setCookie, value: value))
    }
}
