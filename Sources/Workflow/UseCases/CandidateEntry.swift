import SignedOutcomes
import Timekeeping
public import Verification

/// Signing in without a password: by the mailed link, or by the short code of the same mail.
extension Workbench {
    public enum EntrySecret: Sendable {
        case link(String)
        case code(String)
    }

    private static let triesOfACode = 5
    private static let triesWindow = TimeSpan.minutes(15)

    /// Exchanges link or code for a candidate token; both work on several devices until the appeal period ends.
    ///
    /// A code is short enough to be guessed at, so each client has five wrong tries in a quarter of an hour; a right code of one's own
    /// does not begin the count anew.
    public func enter(_ given: EntrySecret, client: String) async throws -> (token: String, session: SessionID) {
        let now = now
        let token = newToken(prefix: "ct_")
        let tokenHash = secret.tokenHash(token, kind: CredentialRow.Kind.candidate.rawValue)
        let bucket = "code:\(client)"
        let kind: CredentialRow.Kind
        let text: String
        switch given {
        case .link(let link): (kind, text) = (.link, link)
        case .code(let code): (kind, text) = (.code, Self.normalised(code))
        }
        let hash = secret.tokenHash(text, kind: kind.rawValue)
        let session = try await store.write { transaction -> SessionID? in
            if kind == .code,
                try transaction.failedTries(bucket: bucket, since: now - Self.triesWindow) >= Self.triesOfACode
            {
                throw WorkflowFailure.tooManyTries(retryAfterSeconds: Int(Self.triesWindow.wholeSeconds))
            }
            guard let credential = try transaction.credential(kind: kind, hash: hash), credential.revokedAt == nil,
                credential.expiresAt.map({ $0 > now }) ?? true
            else {
                // Counted in this transaction, so that parallel guesses cannot outrun the count.
                if kind == .code { try transaction.recordFailedTry(bucket: bucket, at: now) }
                return nil
            }
            try transaction.insert(
                CredentialRow(
                    hash: tokenHash, kind: .candidate, subject: credential.subject, createdAt: now,
                    expiresAt: now.addingMonths(18)))
            return SessionID(unchecked: credential.subject)
        }
        guard let session else { throw WorkflowFailure.unauthenticated }
        return (token, session)
    }

    /// Crockford's base 32 as people type it: any case, O for 0, I and L for 1, with spaces or dashes.
    private static func normalised(_ code: String) -> String {
        String(
            code.uppercased().compactMap { character -> Character? in
                switch character {
                case "O": "0"
                case "I", "L": "1"
                case " ", "-": nil
                default: character
                }
            })
    }

    /// Who shows this bearer token; `nil` for nobody. Looked up by keyed hash, so that timing tells nothing about stored tokens.
    public func principal(bearer token: String) async throws -> Principal? {
        let now = now
        let kind: String
        switch token.prefix(3) {
        case "ck_": kind = "platform"
        case "ct_": kind = CredentialRow.Kind.candidate.rawValue
        case "cs_": kind = CredentialRow.Kind.staff.rawValue
        default: return nil
        }
        let mark = store.changeMark()
        if let known = knownBearers.value(token, mark: mark) { return known.principal(at: now) }
        let hash = secret.tokenHash(token, kind: kind)
        let found = try await store.read { try bearer(hash, kind: kind, $0) }
        if let found { knownBearers.keep(found, for: token, mark: mark) }
        return found?.principal(at: now)
    }

    private func bearer(_ hash: [UInt8], kind: String, _ transaction: any ReadTransaction) throws -> KnownBearer? {
        guard let kind = CredentialRow.Kind(rawValue: kind) else {
            return try transaction.platform(keyHash: hash).map { KnownBearer(owner: .platform($0.id), expiresAt: nil) }
        }
        guard let credential = try transaction.credential(kind: kind, hash: hash), credential.revokedAt == nil else {
            return nil
        }
        guard kind == .staff else {
            let session = SessionID(unchecked: credential.subject)
            return KnownBearer(owner: .candidate(session), expiresAt: credential.expiresAt)
        }
        guard let staff = try transaction.staff(StaffID(unchecked: credential.subject)), staff.suspendedAt == nil else {
            return nil
        }
        return KnownBearer(owner: .staff(staff.id, roles: staff.roles), expiresAt: credential.expiresAt)
    }
}

/// Whose a bearer token is, as the record said at some mark.
struct KnownBearer: Sendable {
    var owner: Principal
    var expiresAt: Instant?

    func principal(at now: Instant) -> Principal? {
        guard let expiresAt, expiresAt <= now else { return owner }
        return nil
    }
}
