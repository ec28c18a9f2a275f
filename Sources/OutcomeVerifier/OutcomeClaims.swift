/// Everything that a signed outcome states: the claims of its JSON Web Token (RFC 7519), typed.
///
/// Issuer and relying party share this one type, so that what is written and what is read cannot drift apart. There is no
/// member for names, documents, images, notes or reasons: an outcome says what holds, and the record says why.
public struct OutcomeClaims: Equatable, Sendable {
    /// `iss`: the issuer's https URL, compared exactly.
    public var issuer: String
    /// `sub`: the platform's pairwise subject; neither an address nor a name, and different on every platform.
    public var subject: String
    /// `aud`: the platform; absent only in outcomes that the person may show anywhere.
    public var audience: String?
    /// `jti`: the outcome's identity, with at least 128 random bits. Compare this, never the token's text: an ES256
    /// signature can be rewritten by anyone without becoming invalid.
    public var identifier: String
    /// `iat`, in seconds since 1970 (NumericDate of RFC 7519).
    public var issuedAt: Int64
    /// `nbf`, in seconds since 1970.
    public var notBefore: Int64
    /// `exp`, in seconds since 1970; the first second in which the outcome no longer holds.
    public var expires: Int64
    /// What was determined about identity and profile facts, and about nothing else.
    public var outcome: Outcome
    /// What was found about skills, apart from the outcome.
    public var skills: [Skill]
    public var mode: Mode
    /// How the line was, over the whole call; absent where no call was assessed.
    public var connection: Connection?
    /// The questions that could be asked at all.
    public var scope: Reference?
    /// The interview kits that questions were drawn from.
    public var kits: [Reference]
    /// The published policy that turned the scorecard into this outcome.
    public var policy: Reference
    public var scorecard: Reference?
    /// What was verified and how, in the words of OpenID Identity Assurance; present exactly where something was.
    public var verified: Verified?
    /// `supersedes`: the `jti` of the outcome that this one replaces.
    public var supersedes: String?
    /// Where to look up whether the outcome still stands (IETF Token Status List).
    public var status: Status

    public init(
        issuer: String, subject: String, audience: String?, identifier: String,
        issuedAt: Int64, notBefore: Int64, expires: Int64,
        outcome: Outcome, skills: [Skill], mode: Mode, connection: Connection?,
        scope: Reference?, kits: [Reference], policy: Reference, scorecard: Reference?,
        verified: Verified?, supersedes: String?, status: Status
    ) {
        self.issuer = issuer
        self.subject = subject
        self.audience = audience
        self.identifier = identifier
        self.issuedAt = issuedAt
        self.notBefore = notBefore
        self.expires = expires
        self.outcome = outcome
        self.skills = skills
        self.mode = mode
        self.connection = connection
        self.scope = scope
        self.kits = kits
        self.policy = policy
        self.scorecard = scorecard
        self.verified = verified
        self.supersedes = supersedes
        self.status = status
    }

    public enum Outcome: String, Sendable, CaseIterable {
        case verified
        case notVerified = "not_verified"
        case inconclusive
    }

    /// The channel by which the interview was held.
    public enum Mode: String, Sendable, CaseIterable {
        case video
        case audio
        case chat
    }

    public struct Skill: Equatable, Sendable {
        /// The canonical id of the taxonomy, such as `go`.
        public var skill: String
        /// The level that was demonstrated or assessed, such as `senior`; absent where none was.
        public var level: String?
        public var result: Result

        public enum Result: String, Sendable, CaseIterable {
            case demonstrated
            case notDemonstrated = "not_demonstrated"
            case notAssessed = "not_assessed"
            /// The person struck the skill from the profile before the interview.
            case withdrawn
        }

        public init(skill: String, level: String?, result: Result) {
            self.skill = skill
            self.level = level
            self.result = result
        }
    }

    public struct Connection: Equatable, Sendable {
        public var verdict: Verdict
        /// The version of the thresholds that the verdict was measured by.
        public var thresholds: String

        public enum Verdict: String, Sendable, CaseIterable {
            case good
            case fair
            case poor
            case disputed
            case technicalFailure = "technical_failure"
        }

        public init(verdict: Verdict, thresholds: String) {
            self.verdict = verdict
            self.thresholds = thresholds
        }
    }

    /// A document of the record by its id and a salted digest, which whoever holds the record can recompute.
    public struct Reference: Equatable, Sendable {
        public var id: String
        /// SHA-256 in base64url over a salt that stays in the record: without one, a few ratings could be found by trying.
        public var sha256: String

        public init(id: String, sha256: String) {
            self.id = id
            self.sha256 = sha256
        }
    }

    /// A minimal `verified_claims` of OpenID Identity Assurance 1.0, section 5.
    public struct Verified: Equatable, Sendable {
        public var trustFramework: String
        /// The policy of `assurance_process`.
        public var policy: String
        /// The procedure of `assurance_process`.
        public var procedure: String
        /// When the identity was verified, RFC 3339 in UTC.
        public var time: String
        /// Check methods by their registered short names: `vri` (document shown on the video line), `pvr` (person
        /// compared remotely).
        public var methods: [String]
        /// The kinds of profile facts that matched, such as `country`; never their values.
        public var facts: [String]

        public init(
            trustFramework: String, policy: String, procedure: String, time: String, methods: [String],
            facts: [String]
        ) {
            self.trustFramework = trustFramework
            self.policy = policy
            self.procedure = procedure
            self.time = time
            self.methods = methods
            self.facts = facts
        }
    }

    /// A slot of a status list (IETF Token Status List, "Referenced Token").
    public struct Status: Hashable, Sendable {
        public var index: Int64
        public var uri: String

        public init(index: Int64, uri: String) {
            self.index = index
            self.uri = uri
        }
    }

    /// Whether the token says something against the person, about identity or about a skill.
    ///
    /// Such a token must name its audience: nobody can be made to carry it elsewhere.
    public var isAdverse: Bool {
        outcome == .notVerified || skills.contains { $0.result == .notDemonstrated }
    }
}

/// What a slot of the status list says about an outcome (IETF Token Status List, "Status Types"; 3 is application specific).
public enum OutcomeStatus: UInt8, Sendable, CaseIterable {
    case valid = 0
    /// Taken back for good.
    case revoked = 1
    /// Not to be relied on until something is settled, such as an appeal on the line.
    case suspended = 2
    /// Replaced by a newer outcome.
    case superseded = 3
}
