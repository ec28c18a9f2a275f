import Crypto
import FoundationEssentials
public import OutcomeVerifier
import StrictJSON

/// The exact bytes of an outcome before its signature: the JWS signing input of RFC 7515 section 5.1.
///
/// Whoever issues stores `bytes` first (the intent), and everything after that works on what was stored: a crash cannot
/// leave a signature over something that no record shows, and nothing is ever encoded a second time.
public struct PreparedOutcome: Equatable, Sendable {
    /// `base64url(header) "." base64url(payload)` in ASCII.
    public let bytes: [UInt8]
    public let claims: OutcomeClaims
    public let keyID: String

    /// The media type in `typ`.
    public static let type = Verifier.tokenType

    /// Encodes the claims, once and for all.
    ///
    /// - Parameters:
    ///   - claims: what the outcome states.
    ///   - keyID: the `kid` of the active key for outcomes.
    /// - Returns: the bytes to lint and to store.
    public static func prepare(_ claims: OutcomeClaims, keyID: String) -> PreparedOutcome {
        let bytes = SigningInput.encode(type: type, keyID: keyID, payload: claims.json)
        return PreparedOutcome(bytes: bytes, claims: claims, keyID: keyID)
    }

    /// Reads what was stored.
    ///
    /// - Throws: `UnreadableIntent` where the bytes are not a prepared outcome; they are then not signed but looked into.
    public init(stored bytes: [UInt8]) throws(UnreadableIntent) {
        guard let input = SigningInput(bytes), input.header["typ"] == .string(Self.type),
            case .string(let keyID)? = input.header["kid"]
        else { throw UnreadableIntent() }
        do throws(ClaimDefect) {
            claims = try OutcomeClaims(input.payload)
        } catch {
            throw UnreadableIntent()
        }
        self.keyID = keyID
        self.bytes = bytes
    }

    private init(bytes: [UInt8], claims: OutcomeClaims, keyID: String) {
        self.bytes = bytes
        self.claims = claims
        self.keyID = keyID
    }

    /// SHA-256 of `bytes`: what a record or a log names the outcome by. The whole token would not do, because an ES256
    /// signature can be rewritten without becoming invalid.
    public var digest: [UInt8] { [UInt8](SHA256.hash(data: bytes)) }
}

/// The stored bytes of an intent are not a prepared outcome.
public struct UnreadableIntent: Error, Equatable, Sendable, CustomStringConvertible {
    public var description: String { "The stored bytes are not a prepared outcome; nothing was signed." }
}

/// Header and payload of a compact JWS, encoded and decoded.
struct SigningInput {
    let header: JSONValue
    let payload: JSONValue

    static func encode(type: String, keyID: String, payload: JSONValue) -> [UInt8] {
        let header: JSONValue = ["alg": "ES256", "kid": .string(keyID), "typ": .string(type)]
        return Base64URL.encodedBytes(header.serialized()) + [UInt8(ascii: ".")]
            + Base64URL.encodedBytes(payload.serialized())
    }

    init?(_ bytes: [UInt8]) {
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 2, let first = parts.first, let second = parts.last,
            let header = Base64URL.decode(String(decoding: first, as: UTF8.self)),
            let payload = Base64URL.decode(String(decoding: second, as: UTF8.self)),
            let headerJSON = try? JSONValue.parse(header), let payloadJSON = try? JSONValue.parse(payload)
        else { return nil }
        self.header = headerJSON
        self.payload = payloadJSON
    }
}
