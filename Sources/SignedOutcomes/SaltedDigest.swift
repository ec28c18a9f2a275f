import Crypto
import FoundationEssentials
public import OutcomeVerifier

/// Digests that a token may show of what the record holds.
///
/// Five ratings of eight questions are few enough to be tried one after another; the salt, which never leaves the record,
/// makes that useless, and whoever is given record and salt can still check the digest.
public enum SaltedDigest {
    /// As long as the digest itself.
    public static let saltBytes = 32

    /// A fresh salt; one for each document and token.
    public static func salt(using random: inout some RandomNumberGenerator) -> [UInt8] {
        RandomText.bytes(saltBytes, using: &random)
    }

    /// SHA-256 over salt and bytes, in base64url. The salt's length goes first, so that none of it can pass for the text.
    public static func sha256(salt: [UInt8], _ bytes: [UInt8]) -> String {
        let length = UInt64(salt.count)
        var hash = SHA256()
        hash.update(data: (0..<8).map { UInt8(truncatingIfNeeded: length >> (56 - 8 * UInt64($0))) })
        hash.update(data: salt)
        hash.update(data: bytes)
        return Base64URL.encode(hash.finalize())
    }

    /// The reference of a token to a document of the record.
    public static func reference(id: String, salt: [UInt8], _ bytes: [UInt8]) -> OutcomeClaims.Reference {
        OutcomeClaims.Reference(id: id, sha256: sha256(salt: salt, bytes))
    }
}

/// Random texts for identifiers that nobody may guess.
public enum RandomText {
    static func bytes(_ count: Int, using random: inout some RandomNumberGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    /// Lower-case letters and digits without the four that are mistaken for others (Crockford's base 32), five bits each.
    public static func base32(characters: Int, using random: inout some RandomNumberGenerator) -> String {
        let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")
        return String((0..<characters).map { _ in alphabet[Int.random(in: 0..<32, using: &random)] })
    }

    /// A `jti` of 130 random bits, in the shape of an outcome's id.
    public static func outcomeIdentifier(using random: inout some RandomNumberGenerator) -> String {
        "oc_" + base32(characters: 26, using: &random)
    }
}
