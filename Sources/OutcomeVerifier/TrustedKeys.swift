public import Crypto
import FoundationEssentials
public import StrictJSON

/// The public keys that a relying party trusts, read from a JWK Set (RFC 7517).
///
/// Two shapes are read: the bare set, as an issuer serves it at `/.well-known/jwks.json`, whose keys are trusted for whatever
/// `iss` they sign; and `{"issuer": …, "jwks": {"keys": […]}}` (SD-JWT VC, "JWT VC Issuer Metadata"), whose keys are trusted
/// for that issuer alone. A key that cannot be used is skipped with its reason and never spoils the others.
public struct TrustedKeys: Sendable {
    /// The only `iss` that these keys may sign for, or `nil` where the file does not say.
    public let issuer: String?
    public let keys: [String: TrustedKey]
    public let skipped: [SkippedKey]
    /// The keys that may sign outcomes, for a quick look at a token's header.
    let forOutcomes: [TrustedKey]

    /// - Throws: `TrustedKeysError` where the text is no key set at all; unusable keys in it do not throw.
    public init(_ bytes: [UInt8]) throws(TrustedKeysError) {
        let json: JSONValue
        do throws(JSONError) {
            json = try JSONValue.parse(bytes)
        } catch {
            throw .notJSON(error)
        }
        try self.init(json)
    }

    public init(_ json: JSONValue) throws(TrustedKeysError) {
        var set = json
        if let inner = json["jwks"] {
            guard case .string(let issuer)? = json["issuer"] else { throw .noIssuer }
            self.issuer = issuer
            set = inner
        } else {
            guard json["jwks_uri"] == nil else { throw .keysElsewhere }
            issuer = nil
        }
        guard case .array(let entries)? = set["keys"] else { throw .noKeys }
        var keys: [String: TrustedKey] = [:]
        var skipped: [SkippedKey] = []
        for (position, entry) in entries.enumerated() {
            do throws(SkippedKey.Reason) {
                let key = try TrustedKey(entry)
                guard keys[key.id] == nil else { throw .repeatedID }
                keys[key.id] = key
            } catch {
                skipped.append(SkippedKey(position: position, id: entry["kid"]?.stringValue, reason: error))
            }
        }
        self.keys = keys
        self.skipped = skipped
        forOutcomes = keys.values.filter { $0.purpose != .status }.sorted { $0.id < $1.id }
    }
}

public enum TrustedKeysError: Error, Equatable, Sendable, CustomStringConvertible {
    case notJSON(JSONError)
    case noIssuer
    case keysElsewhere
    case noKeys

    public var description: String {
        switch self {
        case .notJSON(let error): "The key set cannot be read. \(error)"
        case .noIssuer: "The issuer metadata has keys but does not name its issuer."
        case .keysElsewhere:
            "The issuer metadata holds no keys; fetch the key set that its jwks_uri names and give that."
        case .noKeys: "The key set has no member \"keys\" that is an array."
        }
    }
}

/// A usable key of the set: EC P-256, for ES256 and nothing else.
public struct TrustedKey: Sendable {
    public let id: String
    /// What the issuer uses the key for; a key without the member may sign both.
    public let purpose: KeyPurpose?
    public let publicKey: P256.Signing.PublicKey
    /// The header of an outcome that this key signs, in base64url.
    let outcomeHeader: [UInt8]

    /// Reads one JWK; members that are not understood are ignored (RFC 7517 section 4).
    public init(_ jwk: JSONValue) throws(SkippedKey.Reason) {
        guard jwk["kty"] == "EC" else { throw .otherKeyType }
        guard jwk["crv"] == "P-256" else { throw .otherCurve }
        if let algorithm = jwk["alg"], algorithm != "ES256" { throw .otherAlgorithm }
        if let use = jwk["use"], use != "sig" { throw .notForSignatures }
        if let operations = jwk["key_ops"] {
            guard operations.arrayValue?.contains("verify") == true else { throw .notForSignatures }
        }
        guard jwk["d"] == nil else { throw .privateKey }
        var purpose: KeyPurpose?
        if let member = jwk["purpose"] {
            guard let known = member.stringValue.flatMap(KeyPurpose.init(rawValue:)) else { throw .otherPurpose }
            purpose = known
        }
        guard let x = jwk["x"]?.stringValue, let y = jwk["y"]?.stringValue,
            let xBytes = Base64URL.decode(x), let yBytes = Base64URL.decode(y),
            xBytes.count == 32, yBytes.count == 32,
            let key = try? P256.Signing.PublicKey(rawRepresentation: xBytes + yBytes)
        else { throw .notAPoint }
        let thumbprint = Self.thumbprint(x: x, y: y)
        if let id = jwk["kid"], id.stringValue == nil { throw .unusableID }
        id = jwk["kid"]?.stringValue ?? thumbprint
        self.purpose = purpose
        publicKey = key
        let header: JSONValue = ["alg": "ES256", "kid": .string(id), "typ": .string(Verifier.tokenType)]
        outcomeHeader = Base64URL.encodedBytes(header.serialized())
    }

    /// The JWK SHA-256 thumbprint of RFC 7638, in base64url.
    public static func thumbprint(of key: P256.Signing.PublicKey) -> String {
        let point = [UInt8](key.rawRepresentation)
        return thumbprint(x: Base64URL.encode(point.prefix(32)), y: Base64URL.encode(point.suffix(32)))
    }

    private static func thumbprint(x: String, y: String) -> String {
        let members: JSONValue = ["crv": "P-256", "kty": "EC", "x": .string(x), "y": .string(y)]
        return Base64URL.encode(SHA256.hash(data: members.serialized(sortedKeys: true)))
    }
}

/// What one key may sign. Status lists are signed all day by a machine, outcomes after a person's decision: whoever gets
/// hold of the first key must not be able to make the second.
public enum KeyPurpose: String, Sendable, CaseIterable {
    case outcomes
    case status
}

/// A key of the set that is not used, and why.
public struct SkippedKey: Equatable, Sendable, CustomStringConvertible {
    /// Counted from 0.
    public let position: Int
    public let id: String?
    public let reason: Reason

    public enum Reason: String, Error, Sendable, CaseIterable {
        case otherKeyType = "other_key_type"
        case otherCurve = "other_curve"
        case otherAlgorithm = "other_algorithm"
        case notForSignatures = "not_for_signatures"
        case otherPurpose = "other_purpose"
        case privateKey = "private_key"
        case notAPoint = "not_a_point"
        case unusableID = "unusable_id"
        case repeatedID = "repeated_id"
    }

    public var description: String {
        let name = id.map { "Key \($0)" } ?? "The key at position \(position)"
        let why =
            switch reason {
            case .otherKeyType: "its type is not EC"
            case .otherCurve: "its curve is not P-256"
            case .otherAlgorithm: "its algorithm is not ES256"
            case .notForSignatures: "it is not meant for signatures"
            case .otherPurpose: "its purpose is not known here"
            case .privateKey: "it holds a private part, which must never be in a public key set"
            case .notAPoint: "its coordinates are not a point of the curve"
            case .unusableID: "its id is not a string"
            case .repeatedID: "an earlier key has the same id"
            }
        return "\(name) is skipped: \(why)."
    }
}
