import Crypto
import FoundationEssentials
import StrictJSON

/// A compact JWS (RFC 7515 section 7.1) taken apart, before anything about it is believed.
struct CompactToken {
    let header: JSONValue
    let payload: [UInt8]
    let signature: [UInt8]
    /// SHA-256 of the signing input, the ASCII bytes before the second dot.
    let digest: SHA256Digest

    enum Defect: Error {
        case tooLarge
        case notCompact
        case notBase64URL
        case header(JSONError)
    }

    init(_ token: Span<UInt8>, maximumBytes: Int) throws(Defect) {
        guard token.count <= maximumBytes else { throw .tooLarge }
        var dots: (Int, Int)?
        var first: Int?
        for index in 0..<token.count where token[index] == UInt8(ascii: ".") {
            if dots != nil { throw .notCompact }
            if let first { dots = (first, index) } else { first = index }
        }
        guard let (headerEnd, payloadEnd) = dots else { throw .notCompact }
        guard let header = Base64URL.decode(token.extracting(0..<headerEnd)),
            let payload = Base64URL.decode(token.extracting((headerEnd + 1)..<payloadEnd)),
            let signature = Base64URL.decode(token.extracting((payloadEnd + 1)..<token.count))
        else { throw .notBase64URL }
        do throws(JSONError) {
            self.header = try JSONValue.parse(header, limits: JSONLimits(bytes: 1024, depth: 4))
        } catch {
            throw .header(error)
        }
        self.payload = payload
        self.signature = signature
        var hash = SHA256()
        token.extracting(0..<payloadEnd).withUnsafeBytes { hash.update(bufferPointer: $0) }
        digest = hash.finalize()
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
        guard header["typ"] == .string(type) else { throw .wrongType }
        for name in ["jku", "jwk", "x5u", "x5c", "crit", "b64"] where header[name] != nil { throw .forbiddenMember }
        guard members.count == 3, case .string(let keyID)? = header["kid"], let algorithm = header["alg"] else {
            throw .notExact
        }
        guard algorithm == .string("ES256") else { throw .wrongAlgorithm }
        self.keyID = keyID
    }
}
