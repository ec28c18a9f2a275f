import Crypto
import FoundationEssentials
public import OutcomeVerifier
import StrictJSON
public import Timekeeping

/// The signing keys of one installation: a folder of PKCS#8 files and a manifest that says what each is for.
///
/// The manifest is the truth. A key file that it does not name was never used (a first start that was interrupted), and a
/// key that it names but whose file is gone is an error: making another one silently would start a second history.
public struct KeyRing: Sendable {
    private let keys: [SigningKey]

    /// What can be told about each key, the oldest first; what `candor keys list` prints.
    public let entries: [KeyEntry]

    /// The public key set (RFC 7517) of all keys that are published, in stable bytes.
    public let jwks: [UInt8]

    /// Reads the keys, and makes the first ones where the folder has no manifest yet.
    ///
    /// Folder and files are the owner's alone (0700 and 0600); a key file that group or others can read is refused.
    ///
    /// - Parameters:
    ///   - directory: the folder, whose parent exists.
    ///   - now: the creation time of keys that are made.
    /// - Returns: the keys with their manifest.
    /// - Throws: `KeyFileError`, which names the file and the mend.
    public static func open(directory: String, now: Instant) throws(KeyFileError) -> KeyRing {
        let folder = try SecretFolder(directory)
        if let manifest = try folder.read(manifestName, limit: 1 << 20) { return try read(manifest, folder) }
        var keys: [SigningKey] = []
        for purpose in KeyPurpose.allCases {
            let key = SigningKey(
                purpose: purpose, state: .active, createdAt: now.wholeSeconds, privateKey: P256.Signing.PrivateKey())
            try folder.create(fileName(purpose, key.id), [UInt8]((key.privateKey.pemRepresentation + "\n").utf8))
            keys.append(key)
        }
        // The manifest comes last: whoever finds it finds the keys. Where another process was first, its keys count.
        guard try folder.create(manifestName, manifest(keys)) else {
            guard let manifest = try folder.read(manifestName, limit: 1 << 20) else {
                throw KeyFileError(.unreadable, path: folder.path(manifestName))
            }
            return try read(manifest, folder)
        }
        return KeyRing(keys)
    }

    /// The `kid` that new tokens of this purpose are prepared with.
    public func activeKeyID(_ purpose: KeyPurpose) -> String? {
        activeKey(purpose)?.id
    }

    /// The signer of the active key.
    public func signer(_ purpose: KeyPurpose) -> FileKeySigner? {
        activeKey(purpose).map { FileKeySigner($0) }
    }

    /// The published keys as a relying party would read them.
    public var trustedKeys: TrustedKeys? { try? TrustedKeys(jwks) }

    private func activeKey(_ purpose: KeyPurpose) -> SigningKey? {
        keys.last { $0.purpose == purpose && $0.state == .active }
    }

    private init(_ keys: [SigningKey]) {
        let keys = keys.sorted {
            ($0.createdAt, $0.purpose.rawValue, $0.id) < ($1.createdAt, $1.purpose.rawValue, $1.id)
        }
        self.keys = keys
        entries = keys.map(\.entry)
        let published = keys.filter { $0.state != .compromised }
        let set: JSONValue = ["keys": .array(published.map(\.jwk))]
        jwks = set.serialized()
    }

    // MARK: Files

    private static let manifestName = "keys.json"

    private static func fileName(_ purpose: KeyPurpose, _ id: String) -> String { "\(purpose.rawValue)-\(id).pem" }

    private static func manifest(_ keys: [SigningKey]) -> [UInt8] {
        let manifest: JSONValue = [
            "version": 1,
            "keys": .array(
                keys.map {
                    [
                        "kid": .string($0.id), "purpose": .string($0.purpose.rawValue),
                        "state": .string($0.state.rawValue), "created_at": .string($0.createdAt.rfc3339),
                    ]
                }),
        ]
        return manifest.serialized() + [UInt8(ascii: "\n")]
    }

    private static func read(_ manifest: [UInt8], _ folder: borrowing SecretFolder) throws(KeyFileError) -> KeyRing {
        let invalid = KeyFileError(.invalidManifest, path: folder.path(manifestName))
        guard let json = try? JSONValue.parse(manifest), json["version"] == 1, let list = json["keys"]?.arrayValue
        else { throw invalid }
        var keys: [SigningKey] = []
        for entry in list {
            guard let id = entry["kid"]?.stringValue, Base64URL.decode(id)?.count == 32,
                let purpose = entry["purpose"]?.stringValue.flatMap(KeyPurpose.init(rawValue:)),
                let state = entry["state"]?.stringValue.flatMap(KeyState.init(rawValue:)),
                let createdAt = entry["created_at"]?.stringValue.flatMap(Instant.init(rfc3339:))
            else { throw invalid }
            let name = fileName(purpose, id)
            guard let pem = try folder.read(name, limit: 1 << 16) else {
                throw KeyFileError(.missing, path: folder.path(name))
            }
            guard let privateKey = try? P256.Signing.PrivateKey(pemRepresentation: String(decoding: pem, as: UTF8.self))
            else { throw KeyFileError(.invalidKey, path: folder.path(name)) }
            let key = SigningKey(purpose: purpose, state: state, createdAt: createdAt, privateKey: privateKey)
            guard key.id == id else { throw KeyFileError(.otherKey, path: folder.path(name)) }
            keys.append(key)
        }
        for purpose in KeyPurpose.allCases where !keys.contains(where: { $0.purpose == purpose && $0.state == .active })
        {
            throw KeyFileError(.noActiveKey(purpose), path: folder.path(manifestName))
        }
        return KeyRing(keys)
    }
}
