public import OutcomeVerifier
public import Timekeeping

/// Keeps the signed status list at hand and makes it anew where the statuses have changed or the copy grows old.
///
/// What is served is never older than a fifth of its `ttl`, so that a relying party that keeps a copy for the whole `ttl`
/// hears of a suspension within minutes.
public actor StatusListPublisher {
    /// The list's address, exactly as outcomes name it.
    public nonisolated let uri: String
    private let keyID: String
    private let signer: any OutcomeSigner
    private var snapshot: (version: Int64, list: StatusListSnapshot)?
    private var signed: (version: Int64, issuedAt: Instant, token: SignedToken)?

    static let maximumAge = TimeSpan.seconds(Int(StatusListSnapshot.timeToLive) / 5)

    /// - Parameters:
    ///   - uri: where the list is served.
    ///   - keyID: the `kid` of the active key for status lists.
    ///   - signer: whoever holds that key.
    public init(uri: String, keyID: String, signer: any OutcomeSigner) {
        self.uri = uri
        self.keyID = keyID
        self.signer = signer
    }

    /// The list in force.
    ///
    /// - Parameters:
    ///   - version: a number that grows with every change of a status; read it before or with the statuses, never after.
    ///   - now: the time of issue, should a new one be made.
    ///   - statuses: the slots that are not valid; asked for only where the version is new.
    /// - Returns: a token that is fresh and shows at least this version.
    /// - Throws: what `statuses` or the signer throws; the last good list is not served instead, because it might hide a
    ///   suspension.
    public func token(
        version: Int64, at now: Instant, statuses: @Sendable () async throws -> [Int: OutcomeStatus]
    ) async throws -> SignedToken {
        if let signed, signed.version >= version, now >= signed.issuedAt, now - signed.issuedAt < Self.maximumAge {
            return signed.token
        }
        let list: StatusListSnapshot
        if let snapshot, snapshot.version >= version {
            list = snapshot.list
        } else {
            list = StatusListSnapshot(try await statuses())
            // Another request may have brought a newer one meanwhile.
            if (snapshot?.version ?? .min) < version { snapshot = (version, list) }
        }
        let prepared = list.prepare(uri: uri, keyID: keyID, at: now)
        let token = try await signer.sign(prepared.permit())
        if (signed?.version ?? .min) <= version { signed = (version, now.wholeSeconds, token) }
        return token
    }
}
