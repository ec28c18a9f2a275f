import CZlib
import Crypto
import FoundationEssentials
import OutcomeVerifier
import StrictJSON

/// Makes tokens and lists byte by byte, good ones and others, without the issuer's code.
struct Forge {
    let outcomes = P256.Signing.PrivateKey()
    let status = P256.Signing.PrivateKey()

    static let issuer = "https://candor.example.test"
    static let listURI = "https://candor.example.test/status/1"
    /// 2026-11-24T12:00:00Z.
    static let now: Int64 = 1_795_521_600
    static let index: Int64 = 77

    var outcomesID: String { TrustedKey.thumbprint(of: outcomes.publicKey) }
    var statusID: String { TrustedKey.thumbprint(of: status.publicKey) }

    static func claims() -> OutcomeClaims {
        OutcomeClaims(
            issuer: issuer, subject: "c3ViamVjdC1vZi1lbWluYS1vbi10aGUtcGxhdGZvcm0",
            audience: "pl_01j9marketplace", identifier: "oc_0123456789abcdefghjkmnpqrs",
            issuedAt: now - 3600, notBefore: now - 3600, expires: now + 86_400 * 365,
            outcome: .verified,
            skills: [
                .init(skill: "go", level: "senior", result: .demonstrated),
                .init(skill: "docker", level: nil, result: .withdrawn),
            ],
            mode: .video, connection: .init(verdict: .good, thresholds: "v1"),
            scope: reference("sc_1"), kits: [reference("go@1")], policy: reference("policy-v1"),
            scorecard: reference("iv_1"),
            verified: .init(
                trustFramework: "candor", policy: "policy-v1", procedure: "live-interview",
                time: "2026-11-24T11:00:00Z", methods: ["vri", "pvr"], facts: ["country"]),
            supersedes: nil, status: .init(index: index, uri: listURI))
    }

    private static func reference(_ id: String) -> OutcomeClaims.Reference {
        .init(id: id, sha256: Base64URL.encode(SHA256.hash(data: [UInt8](id.utf8))))
    }

    var header: JSONValue { ["alg": "ES256", "kid": .string(outcomesID), "typ": "verification-outcome+jwt"] }

    func token(_ claims: OutcomeClaims = claims()) -> String { token(header: header, payload: claims.json) }

    func token(header: JSONValue, payload: JSONValue) -> String {
        token(header: header.text(), payload: payload.text(), key: outcomes)
    }

    func token(header: String, payload: String, key: P256.Signing.PrivateKey) -> String {
        let input = Base64URL.encode(header.utf8) + "." + Base64URL.encode(payload.utf8)
        return sign(input, with: key)
    }

    func sign(_ input: String, with key: P256.Signing.PrivateKey) -> String {
        guard let signature = try? key.signature(for: SHA256.hash(data: [UInt8](input.utf8))) else { return "" }
        return input + "." + Base64URL.encode(signature.rawRepresentation)
    }

    /// A signed list whose slots hold the given numbers.
    func list(
        _ values: [Int64: UInt8] = [:], bits: Int64 = 2, slots: Int = 1 << 20,
        changing: (inout [(String, JSONValue)]) -> Void = { _ in }
    ) -> [UInt8] {
        var packed = [UInt8](repeating: 0, count: slots * Int(bits) / 8)
        for (index, value) in values {
            let perByte = 8 / bits
            packed[Int(index / perByte)] |= value << UInt8(index % perByte * bits)
        }
        var claims: [(String, JSONValue)] = [
            ("sub", .string(Self.listURI)), ("iat", .integer(Self.now - 10)), ("exp", .integer(Self.now + 86_390)),
            ("ttl", 300), ("status_list", ["bits": .integer(bits), "lst": .string(Self.deflated(packed))]),
        ]
        changing(&claims)
        return list(claims: .object(claims.map { .init($0.0, $0.1) }), key: status)
    }

    func list(claims: JSONValue, key: P256.Signing.PrivateKey, type: String = "statuslist+jwt") -> [UInt8] {
        let header: JSONValue = [
            "alg": "ES256", "kid": .string(TrustedKey.thumbprint(of: key.publicKey)), "typ": .string(type),
        ]
        return [UInt8](token(header: header.text(), payload: claims.text(), key: key).utf8)
    }

    static func deflated(_ bytes: [UInt8]) -> String {
        var length = compressBound(uLong(bytes.count))
        var output = [UInt8](repeating: 0, count: Int(length))
        compress2(&output, &length, bytes, uLong(bytes.count), 9)
        return Base64URL.encode(output.prefix(Int(length)))
    }

    static func jwk(_ key: P256.Signing.PublicKey, adding more: [(String, JSONValue)] = []) -> JSONValue {
        let point = [UInt8](key.rawRepresentation)
        let members: [(String, JSONValue)] = [
            ("kty", "EC"), ("crv", "P-256"), ("x", .string(Base64URL.encode(point.prefix(32)))),
            ("y", .string(Base64URL.encode(point.suffix(32)))),
        ]
        return .object((members + more).map { .init($0.0, $0.1) })
    }

    func jwks() -> JSONValue {
        [
            "keys": [
                Self.jwk(outcomes.publicKey, adding: [("kid", .string(outcomesID)), ("purpose", "outcomes")]),
                Self.jwk(status.publicKey, adding: [("kid", .string(statusID)), ("purpose", "status")]),
            ]
        ]
    }

    func verifier(_ policy: VerificationPolicy = VerificationPolicy()) throws -> Verifier {
        Verifier(keys: try TrustedKeys(jwks()), policy: policy)
    }
}

extension Verdict {
    /// The verdict in a word, for tables.
    var word: String {
        switch self {
        case .accepted: "accepted"
        case .rejected(let reason): "rejected \(reason.code.rawValue)"
        case .undetermined(let reason): "undetermined \(reason.code.rawValue)"
        }
    }

    var outcome: VerifiedOutcome? {
        guard case .accepted(let outcome) = self else { return nil }
        return outcome
    }
}

/// SplitMix64, so that a seed in a failure's message repeats the failure.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
