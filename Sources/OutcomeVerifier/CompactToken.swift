import Crypto
import FoundationEssentials
import StrictJSON

/// A compact JWS (RFC 7515 section 7.1) taken apart, before anything about it is believed.
struct CompactToken {
    let header: Header
    let payload: [UInt8]
    let signature: [UInt8]
    /// SHA-256 of the signing input, the ASCII bytes before the second dot.
    let digest: SHA256Digest

    enum Header {
        /// Byte for byte the header that the issuer writes with this key, which needs no reading.
        case expected(TrustedKey)
        case other(JSONValue)
    }

    enum Defect: Error {
        case tooLarge
        case notCompact
        case notBase64URL
        case header(JSONError)
    }

    init(_ token: Span<UInt8>, maximumBytes: Int, expected: [TrustedKey] = []) throws(Defect) {
        guard token.count <= maximumBytes else { throw .tooLarge }
        // A dot between the first and the last one is no letter of base64url, so decoding refuses it.
        var headerEnd = 0
        while headerEnd < token.count, token[headerEnd] != UInt8(ascii: ".") { headerEnd += 1 }
        var payloadEnd = token.count - 1
        while payloadEnd > headerEnd, token[payloadEnd] != UInt8(ascii: ".") { payloadEnd -= 1 }
        guard payloadEnd > headerEnd else { throw .notCompact }
        guard let payload = Base64URL.decode(token.extracting((headerEnd + 1)..<payloadEnd)),
            let signature = Base64URL.decode(token.extracting((payloadEnd + 1)..<token.count))
        else { throw .notBase64URL }
        header = try Self.header(token.extracting(0..<headerEnd), expected: expected)
        self.payload = payload
        self.signature = signature
        var hash = SHA256()
        token.extracting(0..<payloadEnd).withUnsafeBytes { hash.update(bufferPointer: $0) }
        digest = hash.finalize()
    }

    private static func header(_ text: Span<UInt8>, expected: [TrustedKey]) throws(Defect) -> Header {
        for key in expected where isEqual(text, key.outcomeHeader.span) { return .expected(key) }
        guard let bytes = Base64URL.decode(text) else { throw .notBase64URL }
        do throws(JSONError) {
            return .other(try JSONValue.parse(bytes, limits: JSONLimits(bytes: 1024, depth: 4)))
        } catch {
            throw .header(error)
        }
    }

    static func isEqual(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
        guard left.count == right.count else { return false }
        for index in 0..<left.count where left[index] != right[index] { return false }
        return true
    }

    /// Whether the signature is `key`'s: 64 bytes, r and s (RFC 7518 section 3.4). Both s and n − s are valid, as RFC 7515 has it.
    func isSigned(by key: P256.Signing.PublicKey) -> Bool {
        guard signature.count == 64,
            let signature = try? P256.Signing.ECDSASignature(rawRepresentation: signature)
        else { return false }
        return key.isValidSignature(signature, for: digest)
    }
}

/// What a header that Candor wrote says; anything else has no place in one.
struct TokenHeader {
    let keyID: String

    enum Defect: Error {
        /// RFC 8725 section 3.11.
        case wrongType
        case forbiddenMember
        case notExact
        case wrongAlgorithm
    }

    /// `type` is the media type that the caller expects: a token of another kind must not pass for this one.
    init(_ header: JSONValue, type: String) throws(Defect) {
        guard let members = header.members else { throw .notExact }
        guard case .string(let found)? = header["typ"], found == type else { throw .wrongType }
        guard members.count == 3, case .string(let keyID)? = header["kid"], let algorithm = header["alg"] else {
            let forbidden = ["jku", "jwk", "x5u", "x5c", "crit", "b64"]
            throw members.contains { forbidden.contains($0.name) } ? .forbiddenMember : .notExact
        }
        guard case .string("ES256") = algorithm else { throw .wrongAlgorithm }
        self.keyID = keyID
    }
}
