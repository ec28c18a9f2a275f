import Crypto
import FoundationEssentials
import OutcomeVerifier

/// The installation's one secret besides its signing keys: 32 random bytes in a file, from which every other symmetric key
/// is derived (HKDF with SHA-256, RFC 5869), so that no two uses share a key.
public struct ServerSecret: Sendable {
    private let subjectKey: SymmetricKey
    private let sealingKey: SymmetricKey
    private let tokenKey: SymmetricKey

    /// Reads `server.secret`, or makes it on the first start; folder 0700, file 0600.
    ///
    /// - Throws: `KeyFileError`, which names the file and the mend.
    public static func open(directory: String) throws(KeyFileError) -> ServerSecret {
        let folder = try SecretFolder(directory)
        let name = "server.secret"
        if try folder.read(name, limit: 64) == nil {
            try folder.create(name, SymmetricKey(size: .bits256).withUnsafeBytes { [UInt8]($0) })
        }
        guard let bytes = try folder.read(name, limit: 64), let secret = ServerSecret(bytes) else {
            throw KeyFileError(.invalidSecret, path: folder.path(name))
        }
        return secret
    }

    /// Derives from a given secret; for tests and for secret stores. `nil` unless it has 32 bytes.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        let secret = SymmetricKey(data: bytes)
        func derived(_ purpose: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: secret, info: [UInt8]("candor/1/\(purpose)".utf8), outputByteCount: 32)
        }
        subjectKey = derived("pairwise-subject")
        sealingKey = derived("sealing")
        tokenKey = derived("token-hash")
    }

    /// The pairwise subject (`sub`) of a person on a platform: HMAC-SHA256 over both, in base64url, 43 characters.
    ///
    /// The same person has unrelated subjects on two platforms, and nobody without the secret can tell which reference a
    /// subject belongs to.
    public func subject(platform: String, reference: String) -> String {
        Base64URL.encode(authenticationCode(key: subjectKey, [[UInt8](platform.utf8), [UInt8](reference.utf8)]))
    }

    /// What is stored of a bearer token or a short code instead of itself: HMAC-SHA256, 32 bytes.
    ///
    /// - Parameters:
    ///   - token: the text that the bearer shows.
    ///   - kind: what sort of token it is, such as `platform-key`; the same text hashes differently under another.
    /// - Returns: what to store and to look up by.
    public func tokenHash(_ token: String, kind: String) -> [UInt8] {
        authenticationCode(key: tokenKey, [[UInt8](kind.utf8), [UInt8](token.utf8)])
    }

    /// Encrypts what must be stored and read back, such as a secret inside a stored reply (AES-256-GCM).
    ///
    /// - Parameters:
    ///   - bytes: what to hide.
    ///   - context: what the text belongs to, such as an idempotency record's key; it is not stored, and opening under
    ///     another context fails.
    /// - Returns: nonce, ciphertext and tag.
    /// - Throws: only where the system has no randomness.
    public func seal(_ bytes: [UInt8], context: String) throws -> [UInt8] {
        let box = try AES.GCM.seal(bytes, using: sealingKey, authenticating: [UInt8](context.utf8))
        return [UInt8](box.nonce) + [UInt8](box.ciphertext) + [UInt8](box.tag)
    }

    /// Opens what `seal` made; `nil` where it was altered, cut or belongs to another context.
    public func unseal(_ sealed: [UInt8], context: String) -> [UInt8]? {
        guard let box = try? AES.GCM.SealedBox(combined: sealed),
            let bytes = try? AES.GCM.open(box, using: sealingKey, authenticating: [UInt8](context.utf8))
        else { return nil }
        return [UInt8](bytes)
    }

    /// Each field is preceded by its length, so that no two lists of fields give the same bytes.
    private func authenticationCode(key: SymmetricKey, _ fields: [[UInt8]]) -> [UInt8] {
        var code = HMAC<SHA256>(key: key)
        for field in fields {
            let length = UInt64(field.count)
            code.update(data: (0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * UInt64($0))) })
            code.update(data: field)
        }
        return [UInt8](code.finalize())
    }
}
