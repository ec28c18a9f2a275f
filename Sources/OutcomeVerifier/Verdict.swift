/// What a relying party may do with a token; there are three answers, because "we cannot tell" is neither yes nor no.
public enum Verdict: Equatable, Sendable {
    /// Genuine, for this use, in force. It says whatever its claims say, which may well be "not verified".
    case accepted(VerifiedOutcome)
    /// Not to be relied on; asking again will not help.
    case rejected(Rejection)
    /// Something that the answer needs is missing or too old; the sentence says what to fetch.
    case undetermined(Undetermined)

    public struct Rejection: Error, Equatable, Sendable, CustomStringConvertible {
        public let code: Code
        public let description: String

        init(_ code: Code, _ detail: String? = nil) {
            self.code = code
            description = detail ?? code.sentence
        }

        public enum Code: String, Sendable, CaseIterable {
            case tooLarge = "too_large"
            case malformed
            case wrongType = "wrong_type"
            case forbiddenHeader = "forbidden_header"
            case headerNotExact = "header_not_exact"
            case wrongAlgorithm = "wrong_algorithm"
            case wrongKeyPurpose = "wrong_key_purpose"
            case badSignature = "bad_signature"
            case invalidClaims = "invalid_claims"
            case wrongIssuer = "wrong_issuer"
            case wrongSubject = "wrong_subject"
            case wrongAudience = "wrong_audience"
            case adverseWithoutAudience = "adverse_without_audience"
            case expired
            case notYetValid = "not_yet_valid"
            case issuedInFuture = "issued_in_future"
            case statusIndexOutOfRange = "status_index_out_of_range"
            case revoked
            case suspended
            case superseded
            case unknownStatus = "unknown_status"
        }
    }

    public struct Undetermined: Error, Equatable, Sendable, CustomStringConvertible {
        public let code: Code
        public let description: String

        init(_ code: Code, _ detail: String? = nil) {
            self.code = code
            description = detail ?? code.sentence
        }

        public enum Code: String, Sendable, CaseIterable {
            case unknownKey = "unknown_key"
            case statusMissing = "status_missing"
            case statusUnreadable = "status_unreadable"
            case statusUnknownKey = "status_unknown_key"
            case statusBadSignature = "status_bad_signature"
            case statusWrongList = "status_wrong_list"
            case statusStale = "status_stale"
            case statusFromFuture = "status_from_future"
        }
    }
}

/// An outcome whose signature, claims and status were checked; only the verifier makes one.
public struct VerifiedOutcome: Equatable, Sendable {
    public let claims: OutcomeClaims
    /// The `kid` of the key that signed it.
    public let keyID: String
    /// When the status list that vouches for it was issued, in seconds since 1970; `nil` where none was asked for.
    public let statusIssuedAt: Int64?
    /// What the caller gave nothing to compare with, and which therefore remains for the caller to look at.
    public let notCompared: [Comparison]

    public enum Comparison: String, Sendable, CaseIterable {
        case issuer
        case subject
        case audience
        case status
    }

    init(claims: OutcomeClaims, keyID: String, statusIssuedAt: Int64?, notCompared: [Comparison]) {
        self.claims = claims
        self.keyID = keyID
        self.statusIssuedAt = statusIssuedAt
        self.notCompared = notCompared
    }
}

extension Verdict.Rejection.Code {
    /// What the code means, for a person.
    public var sentence: String {
        switch self {
        case .tooLarge: "The token is larger than any outcome."
        case .malformed: "This is not a compact signed token."
        case .wrongType: "The token is not a verification outcome; its header names another type."
        case .forbiddenHeader:
            "The header tries to say which key or which rules to use, which is not the token's to say."
        case .headerNotExact: "The header is not exactly alg, kid and typ."
        case .wrongAlgorithm:
            "The header names another algorithm than ES256, the only one that the issuer's keys sign with."
        case .wrongKeyPurpose: "The key that signed the token is not one for outcomes."
        case .badSignature: "The signature is not the issuer's; the token was altered or forged."
        case .invalidClaims: "The token is signed, but its claims are not those of an outcome."
        case .wrongIssuer: "The token names another issuer."
        case .wrongSubject: "The token is about another subject."
        case .wrongAudience: "The token is meant for another audience."
        case .adverseWithoutAudience: "An adverse outcome must name its audience, and this one does not."
        case .expired: "The outcome has expired."
        case .notYetValid: "The outcome is not valid yet."
        case .issuedInFuture: "The token claims to have been issued in the future."
        case .statusIndexOutOfRange: "The token names a place that its status list does not have."
        case .revoked: "The issuer has taken the outcome back."
        case .suspended: "The issuer has suspended the outcome until something is settled."
        case .superseded: "A newer outcome has replaced this one."
        case .unknownStatus: "The status list gives the outcome a status that is not known here."
        }
    }
}

extension Verdict.Undetermined.Code {
    /// What the code means and what would help, for a person.
    public var sentence: String {
        switch self {
        case .unknownKey: "No trusted key has the id that the token names. Fetch the issuer's key set again."
        case .statusMissing: "Whether the outcome still stands is not known. Fetch the status list that it names."
        case .statusUnreadable: "The status list cannot be read. Fetch it again."
        case .statusUnknownKey: "No trusted key for status lists has signed the list. Fetch the issuer's key set again."
        case .statusBadSignature: "The status list's signature is not the issuer's. Fetch the list again."
        case .statusWrongList: "This is another status list than the one that the token names."
        case .statusStale: "The status list is too old to rely on. Fetch it again."
        case .statusFromFuture: "The status list claims to have been issued in the future. Check the clock."
        }
    }
}
