import Crypto
import FoundationEssentials
public import OutcomeVerifier
import StrictJSON
public import Timekeeping

/// Where a key stands in its life.
public enum KeyState: String, Sendable, CaseIterable {
    /// Published, so that relying parties know it before its first use.
    case pending
    case active
    /// Signs no more; published until the last token that it signed has expired.
    case retired
    /// No longer trusted; not published.
    case compromised
}

/// What may be said about a key in public.
public struct KeyEntry: Equatable, Sendable {
    /// The RFC 7638 thumbprint, which is the `kid` of whatever the key signs.
    public let id: String
    public let purpose: KeyPurpose
    public let state: KeyState
    public let createdAt: Instant
}

/// A key pair; the private half never leaves this module.
struct SigningKey: Sendable {
    let id: String
    let purpose: KeyPurpose
    let state: KeyState
    let createdAt: Instant
    let privateKey: P256.Signing.PrivateKey

    init(purpose: KeyPurpose, state: KeyState, createdAt: Instant, privateKey: P256.Signing.PrivateKey) {
        id = TrustedKey.thumbprint(of: privateKey.publicKey)
        self.purpose = purpose
        self.state = state
        self.createdAt = createdAt
        self.privateKey = privateKey
    }

    var entry: KeyEntry { KeyEntry(id: id, purpose: purpose, state: state, createdAt: createdAt) }

    /// The public half as a JWK (RFC 7517). `purpose` is our own member, which others ignore: our verifier does not take an
    /// outcome that the status key has signed.
    var jwk: JSONValue {
        let point = [UInt8](privateKey.publicKey.rawRepresentation)
        return [
            "kty": "EC", "crv": "P-256", "x": .string(Base64URL.encode(point.prefix(32))),
            "y": .string(Base64URL.encode(point.suffix(32))), "use": "sig", "alg": "ES256", "kid": .string(id),
            "purpose": .string(purpose.rawValue),
        ]
    }
}
