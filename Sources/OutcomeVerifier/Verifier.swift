import StrictJSON

/// What a relying party expects; whatever is left out is not compared, and the verdict says so.
public struct VerificationPolicy: Equatable, Sendable {
    /// The `iss` that tokens must have; a key set that names its issuer demands that one as well.
    public var issuer: String?
    /// The `sub` that the token must be about. Without it a token could be moved from one account to another.
    public var subject: String?
    /// Who the relying party is: a token that names an audience must name this one.
    public var audience: String?
    /// How many seconds the two clocks may differ.
    public var leeway: Int64
    /// Whether a token without a usable status list is undetermined (the default) or accepted.
    public var requiresStatus: Bool
    public var statusFreshness: StatusFreshness
    /// The longest token, in bytes.
    public var maximumBytes: Int

    /// How long a status list may be used.
    public enum StatusFreshness: Sendable {
        /// For its `ttl` after it was issued; a suspended outcome is noticed within minutes.
        case timeToLive
        /// Until it expires; for those who work offline and accept a day's delay.
        case expiry
    }

    public init(
        issuer: String? = nil, subject: String? = nil, audience: String? = nil, leeway: Int64 = 60,
        requiresStatus: Bool = true, statusFreshness: StatusFreshness = .timeToLive, maximumBytes: Int = 1 << 14
    ) {
        self.issuer = issuer
        self.subject = subject
        self.audience = audience
        self.leeway = max(0, leeway)
        self.requiresStatus = requiresStatus
        self.statusFreshness = statusFreshness
        self.maximumBytes = maximumBytes
    }
}

/// Checks signed outcomes offline; a value without hidden state, safe to use from anywhere.
///
/// ```swift
/// let verifier = Verifier(keys: try TrustedKeys(jwksBytes), policy: VerificationPolicy(subject: "…", audience: "…"))
/// switch verifier.verify(token, at: now, statusToken: listBytes) {
/// case .accepted(let outcome): outcome.claims.outcome
/// case .rejected(let reason): reason.code
/// case .undetermined(let reason): reason.code
/// }
/// ```
public struct Verifier: Sendable {
    public var keys: TrustedKeys
    public var policy: VerificationPolicy

    public init(keys: TrustedKeys, policy: VerificationPolicy = VerificationPolicy()) {
        self.keys = keys
        self.policy = policy
    }

    /// Verifies a token against a status list that was unpacked before: some microseconds more than the signature alone.
    ///
    /// - Parameters:
    ///   - token: the compact JWS in ASCII, without anything around it.
    ///   - time: now, in seconds since 1970.
    ///   - status: a list from `statusList`, or `nil` where none is at hand.
    /// - Returns: one of three verdicts; nothing that a token holds can end the process.
    public func verify(_ token: [UInt8], at time: Int64, status: StatusList?) -> Verdict {
        do throws(Refusal) {
            return .accepted(try accept(token.span, at: time, status: status.map { .success($0) }))
        } catch {
            return error.verdict
        }
    }

    /// Verifies a token and the signed status list that comes with it.
    ///
    /// - Parameters:
    ///   - token: the compact JWS, without anything around it.
    ///   - time: now, in seconds since 1970.
    ///   - statusToken: the status list as it was served, or `nil` where none is at hand.
    /// - Returns: one of three verdicts; nothing that a token or list holds can end the process.
    public func verify(_ token: String, at time: Int64, statusToken: [UInt8]? = nil) -> Verdict {
        let status = statusToken.map { token in
            Result { () throws(Verdict.Undetermined) in try statusList(token) }
        }
        do throws(Refusal) {
            return .accepted(try accept([UInt8](token.utf8).span, at: time, status: status))
        } catch {
            return error.verdict
        }
    }

    /// Verifies and unpacks a signed status list, to be used for many tokens.
    ///
    /// - Parameter token: the list as it was served.
    /// - Returns: the list; whether it is fresh is judged whenever it is used.
    /// - Throws: why no verdict can rest on it.
    public func statusList(_ token: [UInt8]) throws(Verdict.Undetermined) -> StatusList {
        try StatusList(token.span, keys: keys)
    }

    /// In this order, so that nothing is believed before what it rests on: form, type, algorithm, key, signature, claims,
    /// times, status.
    private func accept(
        _ bytes: Span<UInt8>, at time: Int64, status: Result<StatusList, Verdict.Undetermined>?
    ) throws(Refusal) -> VerifiedOutcome {
        let token = try parsed(bytes)
        let key = try signingKey(of: token)
        guard token.isSigned(by: key.publicKey) else { throw .rejected(.badSignature) }
        let claims = try claims(of: token)
        try compare(claims)
        try checkTimes(claims, at: time)
        let statusIssuedAt = try checkStatus(of: claims, status, at: time)
        var notCompared: [VerifiedOutcome.Comparison] = []
        if policy.issuer == nil, keys.issuer == nil { notCompared.append(.issuer) }
        if policy.subject == nil { notCompared.append(.subject) }
        if policy.audience == nil, claims.audience != nil { notCompared.append(.audience) }
        if statusIssuedAt == nil { notCompared.append(.status) }
        return VerifiedOutcome(
            claims: claims, keyID: key.id, statusIssuedAt: statusIssuedAt, notCompared: notCompared)
    }

    private func parsed(_ bytes: Span<UInt8>) throws(Refusal) -> CompactToken {
        do throws(CompactToken.Defect) {
            return try CompactToken(bytes, maximumBytes: policy.maximumBytes, expected: keys.forOutcomes)
        } catch {
            switch error {
            case .tooLarge: throw .rejected(.tooLarge)
            case .notCompact:
                throw .rejected(.malformed, "This is not a compact signed token: it has not exactly three parts.")
            case .notBase64URL:
                throw .rejected(.malformed, "A part of the token is not canonical base64url.")
            case .header(let defect):
                throw .rejected(.malformed, "The token's header cannot be read. \(defect)")
            }
        }
    }

    private func signingKey(of token: CompactToken) throws(Refusal) -> TrustedKey {
        let header: TokenHeader
        switch token.header {
        case .expected(let key): return key
        case .other(let members): header = try self.header(members)
        }
        guard let key = keys.keys[header.keyID] else {
            guard let skipped = keys.skipped.first(where: { $0.id == header.keyID }) else {
                throw .undetermined(.unknownKey)
            }
            throw .undetermined(.unknownKey, "The key that the token names cannot be used. \(skipped)")
        }
        guard key.purpose != .status else { throw .rejected(.wrongKeyPurpose) }
        return key
    }

    private func header(_ members: JSONValue) throws(Refusal) -> TokenHeader {
        do throws(TokenHeader.Defect) {
            return try TokenHeader(members, type: Self.tokenType)
        } catch {
            switch error {
            case .wrongType: throw .rejected(.wrongType)
            case .forbiddenMember: throw .rejected(.forbiddenHeader)
            case .notExact: throw .rejected(.headerNotExact)
            case .wrongAlgorithm: throw .rejected(.wrongAlgorithm)
            }
        }
    }

    private func claims(of token: CompactToken) throws(Refusal) -> OutcomeClaims {
        if let claims = OutcomeClaims.asWritten(token.payload.span) { return claims }
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue.parse(token.payload, limits: JSONLimits(bytes: policy.maximumBytes, depth: 16))
        } catch {
            throw .rejected(.malformed, "The token's payload cannot be read. \(error)")
        }
        do throws(ClaimDefect) {
            return try OutcomeClaims(json)
        } catch {
            throw .rejected(.invalidClaims, "The token is signed, but it is not an outcome. \(error)")
        }
    }

    private func compare(_ claims: OutcomeClaims) throws(Refusal) {
        if let issuer = policy.issuer, !Self.same(issuer, claims.issuer) { throw .rejected(.wrongIssuer) }
        if let issuer = keys.issuer, !Self.same(issuer, claims.issuer) { throw .rejected(.wrongIssuer) }
        if let subject = policy.subject, !Self.same(subject, claims.subject) { throw .rejected(.wrongSubject) }
        if let audience = claims.audience {
            if let expected = policy.audience, !Self.same(expected, audience) { throw .rejected(.wrongAudience) }
        } else if claims.isAdverse {
            throw .rejected(.adverseWithoutAudience)
        }
    }

    private func checkTimes(_ claims: OutcomeClaims, at time: Int64) throws(Refusal) {
        guard time < claims.expires.addingClamped(policy.leeway) else { throw .rejected(.expired) }
        let latest = time.addingClamped(policy.leeway)
        guard claims.notBefore <= latest else { throw .rejected(.notYetValid) }
        guard claims.issuedAt <= latest else { throw .rejected(.issuedInFuture) }
    }

    /// When the list that vouches for the outcome was issued, or `nil` where the policy does without one.
    private func checkStatus(
        of claims: OutcomeClaims, _ status: Result<StatusList, Verdict.Undetermined>?, at time: Int64
    ) throws(Refusal) -> Int64? {
        guard let status else {
            guard policy.requiresStatus else { return nil }
            throw .undetermined(
                .statusMissing,
                "Whether the outcome still stands is not known. Fetch \(claims.status.uri) and give it.")
        }
        let list: StatusList
        switch status {
        case .success(let verified): list = verified
        case .failure(let reason): throw Refusal(verdict: .undetermined(reason))
        }
        guard Self.same(list.uri, claims.status.uri) else { throw .undetermined(.statusWrongList) }
        if let reason = list.staleness(at: time, freshness: policy.statusFreshness, leeway: policy.leeway) {
            throw Refusal(verdict: .undetermined(reason))
        }
        guard let value = list.value(at: claims.status.index) else { throw .rejected(.statusIndexOutOfRange) }
        switch OutcomeStatus(rawValue: value) {
        case .valid: return list.issuedAt
        case .revoked: throw .rejected(.revoked)
        case .suspended: throw .rejected(.suspended)
        case .superseded: throw .rejected(.superseded)
        case nil: throw .rejected(.unknownStatus)
        }
    }

    /// Byte for byte: Swift's `==` also takes canonically equivalent texts for equal, which RFC 7519 does not.
    private static func same(_ left: String, _ right: String) -> Bool {
        CompactToken.isEqual(left.utf8.span, right.utf8.span)
    }

    /// The media type in `typ` (RFC 8725 section 3.11: one explicit type for each kind of token).
    public static let tokenType = "verification-outcome+jwt"
}

/// The verdict that ends a verification early.
private struct Refusal: Error {
    let verdict: Verdict

    static func rejected(_ code: Verdict.Rejection.Code, _ detail: String? = nil) -> Refusal {
        Refusal(verdict: .rejected(Verdict.Rejection(code, detail)))
    }

    static func undetermined(_ code: Verdict.Undetermined.Code, _ detail: String? = nil) -> Refusal {
        Refusal(verdict: .undetermined(Verdict.Undetermined(code, detail)))
    }
}
