import FoundationEssentials
import OutcomeVerifier
import StrictJSON
public import Timekeeping

/// Reads the prepared bytes as a stranger would and looks for what must never be signed.
///
/// It trusts neither the code that made the claims nor their types: a mistake found here costs an error message, and one
/// found after signing costs a person a wrong verdict that others have already read.
public struct OutcomeLint: Sendable {
    /// The longest time that an outcome may hold.
    public var maximumLifetime: TimeSpan

    public init(maximumLifetime: TimeSpan = .days(366)) {
        self.maximumLifetime = maximumLifetime
    }

    /// - Throws: `LintFailure` with every defect that was found.
    public func check(_ prepared: PreparedOutcome) throws(LintFailure) -> LintedOutcome {
        var defects: [LintDefect] = []
        guard let input = SigningInput(prepared.bytes) else { throw LintFailure(defects: [.unreadable]) }
        let header: JSONValue = [
            "alg": "ES256", "kid": .string(prepared.keyID), "typ": .string(PreparedOutcome.type),
        ]
        if input.header != header { defects.append(.header) }
        defects += PayloadShape.defects(in: input.payload)
        do throws(ClaimDefect) {
            let claims = try OutcomeClaims(input.payload)
            if claims != prepared.claims { defects.append(.claimsDiffer) }
            defects += self.defects(in: claims)
        } catch {
            defects.append(.claim(error.claim))
        }
        guard defects.isEmpty else { throw LintFailure(defects: defects) }
        return LintedOutcome(prepared: prepared)
    }

    private func defects(in claims: OutcomeClaims) -> [LintDefect] {
        var defects: [LintDefect] = []
        if !Self.isAcceptableURL(claims.issuer) { defects.append(.issuer) }
        if !Self.isAcceptableURL(claims.status.uri) { defects.append(.statusURI) }
        if !Self.isOpaque(claims.subject, characters: 43...64) { defects.append(.subject) }
        if !Self.isIdentifier(claims.identifier) { defects.append(.identifier) }
        if claims.audience == "" { defects.append(.emptyAudience) }
        if claims.isAdverse, claims.audience == nil { defects.append(.adverseWithoutAudience) }
        if !(0..<Int64(StatusListSnapshot.slots)).contains(claims.status.index) { defects.append(.statusIndex) }
        defects += timeDefects(in: claims)
        defects += Self.substanceDefects(in: claims)
        return defects
    }

    private func timeDefects(in claims: OutcomeClaims) -> [LintDefect] {
        guard claims.issuedAt > 0, claims.notBefore >= claims.issuedAt, claims.expires > claims.notBefore else {
            return [.timeOrder]
        }
        let (lifetime, overflow) = claims.expires.subtractingReportingOverflow(claims.issuedAt)
        return overflow || lifetime > maximumLifetime.wholeSeconds ? [.lifetime] : []
    }

    private static func substanceDefects(in claims: OutcomeClaims) -> [LintDefect] {
        var defects: [LintDefect] = []
        if Set(claims.skills.map(\.skill)).count != claims.skills.count { defects.append(.repeatedSkill) }
        for skill in claims.skills {
            let judged = skill.result == .demonstrated || skill.result == .notDemonstrated
            if !judged, skill.level != nil { defects.append(.levelWithoutResult(skill.skill)) }
        }
        switch claims.outcome {
        case .verified:
            if claims.verified == nil { defects.append(.verifiedWithoutEvidence) }
            if claims.scorecard == nil || claims.connection == nil { defects.append(.verdictWithoutRecord) }
        case .notVerified:
            if claims.verified != nil { defects.append(.evidenceWithoutVerification) }
            if claims.scorecard == nil || claims.connection == nil { defects.append(.verdictWithoutRecord) }
        case .inconclusive:
            if claims.verified != nil { defects.append(.evidenceWithoutVerification) }
        }
        // A line that failed judges nobody; the procedure ends instead.
        if claims.connection?.verdict == .technicalFailure, claims.outcome != .inconclusive {
            defects.append(.verdictOnFailedLine)
        }
        if let verified = claims.verified {
            if verified.methods.isEmpty { defects.append(.verifiedWithoutEvidence) }
            if Instant(rfc3339: verified.time) == nil { defects.append(.verificationTime) }
        }
        if claims.supersedes == claims.identifier { defects.append(.supersedesItself) }
        if let previous = claims.supersedes, !isIdentifier(previous) { defects.append(.supersededIdentifier) }
        let references = [claims.scope, claims.policy, claims.scorecard].compactMap { $0 } + claims.kits
        for reference in references where Base64URL.decode(reference.sha256)?.count != 32 || reference.id.isEmpty {
            defects.append(.reference(reference.id))
        }
        return defects
    }

    /// https everywhere; http only where the bytes do not leave the machine.
    static func isAcceptableURL(_ text: String) -> Bool {
        if text.hasPrefix("https://") { return host(of: text, after: "https://") != nil }
        guard let host = host(of: text, after: "http://") else { return false }
        return ["localhost", "127.0.0.1", "[::1]"].contains(host)
    }

    private static func host(of text: String, after scheme: String) -> String? {
        guard text.hasPrefix(scheme), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return nil }
        let authority = text.utf8.dropFirst(scheme.utf8.count).prefix { $0 != UInt8(ascii: "/") }
        guard !authority.contains(UInt8(ascii: "@")), !text.contains("?"), !text.contains("#") else { return nil }
        var host = authority[...]
        if let colon = authority.lastIndex(of: UInt8(ascii: ":")), authority.last != UInt8(ascii: "]") {
            guard authority[colon...].dropFirst().allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            host = authority[..<colon]
        }
        return host.isEmpty ? nil : String(Substring(host))
    }

    /// At least 128 bits where every character is drawn at random: 26 of base 32 after a prefix, or 22 of base64url. How
    /// they were drawn cannot be seen here.
    private static func isIdentifier(_ text: String) -> Bool {
        text.hasPrefix("oc_")
            ? isOpaque(String(text.dropFirst(3)), characters: 26...64) : isOpaque(text, characters: 22...64)
    }

    private static func isOpaque(_ text: String, characters: ClosedRange<Int>) -> Bool {
        characters.contains(text.utf8.count)
            && text.utf8.allSatisfy {
                switch $0 {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
                    true
                default: false
                }
            }
    }
}

/// Why an outcome must not be signed.
public enum LintDefect: Equatable, Sendable {
    case unreadable
    case header
    case claimsDiffer
    case claim(String)
    case unknownMember(String)
    case reasonCode(String)
    case personalText(String)
    case issuer
    case subject
    case identifier
    case emptyAudience
    case adverseWithoutAudience
    case timeOrder
    case lifetime
    case statusURI
    case statusIndex
    case repeatedSkill
    case levelWithoutResult(String)
    case verifiedWithoutEvidence
    case evidenceWithoutVerification
    case verdictWithoutRecord
    case verdictOnFailedLine
    case verificationTime
    case supersedesItself
    case supersededIdentifier
    case reference(String)

    /// What is wrong, for whoever reads the log; it names members, never their values.
    public var sentence: String {
        switch self {
        case .unreadable: "The bytes are not a prepared outcome."
        case .header: "The header is not exactly alg ES256, kid and typ."
        case .claimsDiffer: "The bytes do not say what the claims say."
        case .claim(let name): "The claim \(name) is missing or of the wrong kind."
        case .unknownMember(let path): "The member \(path) has no place in an outcome."
        case .reasonCode(let path): "The member \(path) holds a reason code, which belongs to the case alone."
        case .personalText(let path): "The member \(path) looks like personal data."
        case .issuer: "The issuer is not an https URL."
        case .subject: "The subject is not an opaque pairwise identifier."
        case .identifier: "The jti is too short to hold 128 random bits, or not plain."
        case .emptyAudience: "The audience is empty."
        case .adverseWithoutAudience: "An adverse outcome does not name its audience."
        case .timeOrder: "The times are not in the order iat, nbf, exp."
        case .lifetime: "The outcome would hold for too long."
        case .statusURI: "The status list's address is not an https URL."
        case .statusIndex: "The status index lies outside the list."
        case .repeatedSkill: "A skill is listed twice."
        case .levelWithoutResult: "A skill that was not judged has a level."
        case .verifiedWithoutEvidence: "A verified outcome does not say how it was verified."
        case .evidenceWithoutVerification: "An outcome that is not \"verified\" carries verified claims."
        case .verdictWithoutRecord: "The outcome names no scorecard or no connection verdict."
        case .verdictOnFailedLine: "A call whose line failed cannot judge anybody."
        case .verificationTime: "The time of verification is not an RFC 3339 time."
        case .supersedesItself: "The outcome supersedes itself."
        case .supersededIdentifier: "The superseded outcome's jti is not one."
        case .reference: "A reference has no id or no SHA-256 digest."
        }
    }
}

/// Everything that is wrong with one prepared outcome.
public struct LintFailure: Error, Equatable, Sendable, CustomStringConvertible {
    public let defects: [LintDefect]

    public var description: String {
        "The outcome was not signed: " + defects.map(\.sentence).joined(separator: " ")
    }
}

/// A prepared outcome in which the lint found nothing; only the lint makes one.
public struct LintedOutcome: Equatable, Sendable {
    public let prepared: PreparedOutcome

    fileprivate init(prepared: PreparedOutcome) {
        self.prepared = prepared
    }
}
