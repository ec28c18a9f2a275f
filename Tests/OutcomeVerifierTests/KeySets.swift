import Crypto
import OutcomeVerifier
import StrictJSON
import Testing

@Suite struct KeySets {
    /// RFC 7515 appendix A.3 (the key of the ES256 example); the thumbprint was computed with an independent library.
    @Test func `the thumbprint is the hash of the required members alone`() throws {
        let jwk: JSONValue = [
            "kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
            "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
        ]
        #expect(try TrustedKey(jwk).id == "oKIywvGUpTVTyxMQ3bwIIeQUudfr_CkLMjCE19ECD-U")
    }

    /// RFC 7515 appendix A.3: header, payload and signature as printed there.
    @Test func `the standard's own ES256 signature is recognised as one, of another type`() throws {
        let jwks: JSONValue = [
            "keys": [
                [
                    "kty": "EC", "crv": "P-256", "x": "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU",
                    "y": "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0",
                ]
            ]
        ]
        let token =
            "eyJhbGciOiJFUzI1NiJ9"
            + ".eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
            + ".DtEhU3ljbEg8L38VWAfUAqOyKAM6-Xx-F4GawxaepmXFCgfTjDxw5djxLa8ISlSApmWQxfKTUJqPP3-Kg6NU1Q"
        let verifier = Verifier(keys: try TrustedKeys(jwks))
        #expect(verifier.verify(token, at: Forge.now).word == "rejected wrong_type")
    }

    @Test(
        arguments: [
            (["kty": "RSA", "kid": "k", "n": "AQAB", "e": "AQAB"], .otherKeyType),
            (["kty": "OKP", "kid": "k", "crv": "Ed25519", "alg": "Ed25519", "x": "AAAA"], .otherKeyType),
            (["kty": "oct", "kid": "k", "k": "AAAA"], .otherKeyType),
            (["kid": "k"], .otherKeyType),
            (["kty": "EC", "kid": "k", "crv": "P-384"], .otherCurve),
            (["kty": "EC", "kid": "k", "crv": "P-256", "alg": "ES384"], .otherAlgorithm),
            (["kty": "EC", "kid": "k", "crv": "P-256", "use": "enc"], .notForSignatures),
            (["kty": "EC", "kid": "k", "crv": "P-256", "key_ops": ["sign"]], .notForSignatures),
            (["kty": "EC", "kid": "k", "crv": "P-256", "d": "AAAA"], .privateKey),
            (["kty": "EC", "kid": "k", "crv": "P-256", "purpose": "mail"], .otherPurpose),
            (["kty": "EC", "kid": "k", "crv": "P-256", "x": "AAAA", "y": "AAAA"], .notAPoint),
            (["kty": "EC", "kid": "k", "crv": "P-256"], .notAPoint),
            ("text", .otherKeyType),
        ] as [(JSONValue, SkippedKey.Reason)])
    func `a key that cannot be used is skipped with its reason and spoils no other`(
        jwk: JSONValue, reason: SkippedKey.Reason
    ) throws {
        let forge = Forge()
        let keys = try TrustedKeys(["keys": [jwk, Forge.jwk(forge.outcomes.publicKey)]])
        #expect(keys.skipped.map(\.reason) == [reason])
        #expect(keys.skipped.first?.description.contains("is skipped: ") == true)
        #expect(Array(keys.keys.keys) == [forge.outcomesID])
    }

    @Test func `a point that is not on the curve is no key`() throws {
        let forge = Forge()
        let x = Forge.jwk(forge.outcomes.publicKey)["x"] ?? nil
        let jwk: JSONValue = ["kty": "EC", "crv": "P-256", "x": x, "y": x]
        #expect(try TrustedKeys(["keys": [jwk]]).skipped.map(\.reason) == [.notAPoint])
    }

    @Test func `the first of two keys with one id counts`() throws {
        let forge = Forge()
        let keys = try TrustedKeys([
            "keys": [
                Forge.jwk(forge.outcomes.publicKey, adding: [("kid", "one")]),
                Forge.jwk(forge.status.publicKey, adding: [("kid", "one")]),
            ]
        ])
        #expect(keys.keys["one"]?.publicKey.rawRepresentation == forge.outcomes.publicKey.rawRepresentation)
        #expect(keys.skipped.map(\.reason) == [.repeatedID])
    }

    @Test func `the verdict on a token whose key was skipped says why`() throws {
        let forge = Forge()
        let jwk = Forge.jwk(forge.outcomes.publicKey, adding: [("kid", .string(forge.outcomesID)), ("use", "enc")])
        let verdict = Verifier(keys: try TrustedKeys(["keys": [jwk]])).verify(forge.token(), at: Forge.now)
        guard case .undetermined(let reason) = verdict else {
            Issue.record("expected undetermined, not \(verdict)")
            return
        }
        #expect(reason.code == .unknownKey)
        #expect(reason.description.contains("not meant for signatures"))
    }

    @Test(arguments: [
        ("{", "cannot be read"), ("[]", "no member \"keys\""), ("{}", "no member \"keys\""),
        (#"{"keys":{}}"#, "no member \"keys\""), (#"{"jwks":{"keys":[]}}"#, "does not name its issuer"),
        (#"{"issuer":"https://a.test","jwks_uri":"https://a.test/k"}"#, "jwks_uri"),
    ])
    func `what is no key set is refused with a sentence`(text: String, part: String) {
        let error = #expect(throws: TrustedKeysError.self) { try TrustedKeys([UInt8](text.utf8)) }
        #expect(error?.description.contains(part) == true)
    }

    @Test(
        arguments: [
            ("", []), ("Zg", [0x66]), ("Zm8", [0x66, 0x6F]), ("Zm9v", [0x66, 0x6F, 0x6F]), ("-_8", [0xFB, 0xFF]),
        ] as [(String, [UInt8])])
    func `base64url is read and written`(text: String, bytes: [UInt8]) {
        #expect(Base64URL.decode(text) == bytes)
        #expect(Base64URL.encode(bytes) == text)
    }

    @Test(arguments: ["A", "Zg=", "Zg==", "Zh", "Zm9", "Z g", "+/8", "Zm9v\n", "Žg", "AAAAA", "\u{0}AAA"])
    func `base64url that is not canonical is refused`(text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test func `base64url survives every length`() {
        for length in 0..<200 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255) }
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == bytes)
        }
    }

    @Test func `every code has a sentence`() {
        #expect(Verdict.Rejection.Code.allCases.allSatisfy { $0.sentence.hasSuffix(".") })
        #expect(Verdict.Undetermined.Code.allCases.allSatisfy { $0.sentence.hasSuffix(".") })
    }
}
