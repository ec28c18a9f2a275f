public import Crypto
import FoundationEssentials
public import OutcomeVerifier

/// Permission to sign exactly one text exactly once.
///
/// For an outcome there is one way to get it: prepared, linted, and shown to be stored. It cannot be copied, and signing
/// consumes it.
public struct SigningPermit: ~Copyable, Sendable {
    public let signingInput: [UInt8]
    public let keyID: String
    public let purpose: KeyPurpose

    /// - Parameters:
    ///   - linted: what was prepared and passed the lint.
    ///   - stored: the intent's bytes as the store gives them back after its commit.
    /// - Throws: `NotStored` where the store holds other bytes.
    public init(_ linted: LintedOutcome, stored: [UInt8]) throws(NotStored) {
        guard stored == linted.prepared.bytes else { throw NotStored() }
        signingInput = linted.prepared.bytes
        keyID = linted.prepared.keyID
        purpose = .outcomes
    }

    /// A status list needs no stored intent: it is made anew from the record at any time and says nothing else.
    init(_ list: PreparedStatusList) {
        signingInput = list.bytes
        keyID = list.keyID
        purpose = .status
    }
}

/// The stored intent is not what is about to be signed.
public struct NotStored: Error, Equatable, Sendable, CustomStringConvertible {
    public var description: String { "The stored intent differs from what was prepared; nothing was signed." }
}

/// Whatever holds a private key: files here, a device or another process elsewhere.
public protocol OutcomeSigner: Sendable {
    /// Signs the permit's text with ES256.
    ///
    /// - Throws: `SigningError`, or the holder's own error.
    func sign(_ permit: consuming SigningPermit) async throws -> SignedToken
}

/// A complete compact JWS whose signature was checked with the public key after it was made.
public struct SignedToken: Equatable, Sendable, CustomStringConvertible {
    /// The text to store and to serve, as it is.
    public let text: String
    public let keyID: String
    /// SHA-256 of the signing input, which names the token for good.
    public let digest: [UInt8]

    public var description: String { text }

    /// Joins text and signature, and verifies them: a faulty device or a flipped bit must not leave the house.
    ///
    /// - Parameters:
    ///   - permit: what was signed.
    ///   - signature: r and s, 32 bytes each (RFC 7518 section 3.4).
    ///   - publicKey: the public half of the key that signed.
    /// - Throws: `SigningError.badSignature`.
    public init(
        _ permit: consuming SigningPermit, signature: [UInt8], publicKey: P256.Signing.PublicKey
    ) throws(SigningError) {
        let digest = SHA256.hash(data: permit.signingInput)
        guard signature.count == 64,
            let parsed = try? P256.Signing.ECDSASignature(rawRepresentation: signature),
            publicKey.isValidSignature(parsed, for: digest)
        else { throw .badSignature }
        text = String(decoding: permit.signingInput, as: UTF8.self) + "." + Base64URL.encode(signature)
        keyID = permit.keyID
        self.digest = [UInt8](digest)
    }
}

public enum SigningError: Error, Equatable, Sendable, CustomStringConvertible {
    case wrongKey
    case wrongPurpose
    case notActive
    case keyFailed
    case badSignature

    public var description: String {
        switch self {
        case .wrongKey: "The text names another key than the one that was asked to sign it; nothing was signed."
        case .wrongPurpose: "The key is not meant for this kind of text; nothing was signed."
        case .notActive: "The key is not active; nothing was signed."
        case .keyFailed: "The key could not sign."
        case .badSignature: "The signature does not verify with the public key; it was thrown away."
        }
    }
}

/// Signs with a private key that lies in a file of the data directory.
public struct FileKeySigner: OutcomeSigner {
    private let key: SigningKey

    init(_ key: SigningKey) {
        self.key = key
    }

    public var keyID: String { key.id }

    public func sign(_ permit: consuming SigningPermit) throws(SigningError) -> SignedToken {
        guard permit.keyID == key.id else { throw .wrongKey }
        guard permit.purpose == key.purpose else { throw .wrongPurpose }
        guard key.state == .active else { throw .notActive }
        guard let signature = try? key.privateKey.signature(for: SHA256.hash(data: permit.signingInput)) else {
            throw .keyFailed
        }
        return try SignedToken(
            permit, signature: [UInt8](signature.rawRepresentation), publicKey: key.privateKey.publicKey)
    }
}
