import Crypto
import OutcomeVerifier

/// The key under which the key of every session's personal data is wrapped: 32 random bytes in a file outside the database.
///
/// Not derived from ``ServerSecret``: whoever keeps backups of the database may hold one and not the other, and this one
/// alone makes them legible.
public struct MasterKey: Sendable {
    private static let fileName = "master.key"

    private let key: SymmetricKey

    /// Reads `master.key`; folder 0700, file 0600.
    ///
    /// - Parameters:
    ///   - directory: the folder of the keys.
    ///   - mayCreate: whether an absent file is made. Only right where nothing was sealed yet: a new key would hide the
    ///     loss of the one that opens what is stored.
    /// - Returns: the key.
    /// - Throws: `KeyFileError`, which names the file and the mend.
    public static func open(directory: String, mayCreate: Bool) throws(KeyFileError) -> MasterKey {
        let folder = try SecretFolder(directory)
        if mayCreate, try folder.read(fileName, limit: 64) == nil {
            try folder.create(fileName, SymmetricKey(size: .bits256).withUnsafeBytes { [UInt8]($0) })
        }
        guard let bytes = try folder.read(fileName, limit: 64) else {
            throw KeyFileError(.missingMasterKey, path: folder.path(fileName))
        }
        guard let key = MasterKey(bytes) else { throw KeyFileError(.invalidSecret, path: folder.path(fileName)) }
        return key
    }

    /// A given key; for tests and for secret stores. `nil` unless it has 32 bytes.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == 32 else { return nil }
        key = SymmetricKey(data: bytes)
    }

    private init(key: SymmetricKey) {
        self.key = key
    }

    /// A key that nobody keeps, for a record that ends with its process.
    public static func ephemeral() -> MasterKey { MasterKey(key: SymmetricKey(size: .bits256)) }

    /// Tells this key from another without telling anything about it: HMAC-SHA256 over a fixed label, 32 bytes.
    public var fingerprint: [UInt8] {
        [UInt8](HMAC<SHA256>.authenticationCode(for: Array("candor/1/master-key".utf8), using: key))
    }

    /// Encrypts a session's key for storing: nonce, ciphertext and tag of AES-256-GCM, 60 bytes.
    ///
    /// - Throws: only where the system has no randomness.
    public func wrap(_ sessionKey: SessionKey, session: String) throws -> [UInt8] {
        let bytes = sessionKey.key.withUnsafeBytes { [UInt8]($0) }
        let box = try AES.GCM.seal(bytes, using: key, authenticating: Self.context(session))
        return [UInt8](box.nonce) + [UInt8](box.ciphertext) + [UInt8](box.tag)
    }

    /// Opens what `wrap` made; `nil` where it was altered or belongs to another session.
    public func unwrap(_ wrapped: [UInt8], session: String) -> SessionKey? {
        guard let box = try? AES.GCM.SealedBox(combined: wrapped),
            let bytes = try? AES.GCM.open(box, using: key, authenticating: Self.context(session)), bytes.count == 32
        else { return nil }
        return SessionKey(key: SymmetricKey(data: bytes))
    }

    private static func context(_ session: String) -> [UInt8] { Array("session_keys/\(session)".utf8) }
}

/// The key of one session's personal data. Once its wrapped form is destroyed, what it sealed is noise, in every copy.
public struct SessionKey: Sendable {
    let key: SymmetricKey

    init(key: SymmetricKey) {
        self.key = key
    }

    public static func generated() -> SessionKey { SessionKey(key: SymmetricKey(size: .bits256)) }

    /// Encrypts a text at its place (AES-256-GCM).
    ///
    /// - Parameters:
    ///   - bytes: the text.
    ///   - place: table, session, row and field; not stored, and opening at another place fails.
    /// - Returns: nonce, ciphertext and tag, 28 bytes longer than the text.
    /// - Throws: only where the system has no randomness.
    public func seal(_ bytes: [UInt8], at place: String) throws -> [UInt8] {
        let box = try AES.GCM.seal(bytes, using: key, authenticating: Array(place.utf8))
        return [UInt8](box.nonce) + [UInt8](box.ciphertext) + [UInt8](box.tag)
    }

    /// Opens what `seal` made; `nil` where it was altered or moved.
    public func open(_ sealed: [UInt8], at place: String) -> [UInt8]? {
        guard let box = try? AES.GCM.SealedBox(combined: sealed),
            let bytes = try? AES.GCM.open(box, using: key, authenticating: Array(place.utf8))
        else { return nil }
        return [UInt8](bytes)
    }
}
