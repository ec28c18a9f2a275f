import Crypto
import FoundationEssentials
import OutcomeVerifier
import StrictJSON
import Testing

@Suite struct TokenChecks {
    let forge = Forge()
    let list: [UInt8]

    init() {
        list = forge.list()
    }

    func word(_ token: String, _ policy: VerificationPolicy = VerificationPolicy(), at time: Int64 = Forge.now) throws
        -> String
    {
        try forge.verifier(policy).verify(token, at: time, statusToken: list).word
    }

    @Test func `a good token is accepted and gives back its claims`() throws {
        let verdict = try forge.verifier().verify(forge.token(), at: Forge.now, statusToken: list)
        let outcome = try #require(verdict.outcome)
        #expect(outcome.claims == Forge.claims())
        #expect(outcome.keyID == forge.outcomesID)
        #expect(outcome.statusIssuedAt == Forge.now - 10)
        #expect(outcome.notCompared == [.issuer, .subject, .audience])
    }

    @Test func `claims that are not known here are left aside`() throws {
        let payload = JSONValue.object((Forge.claims().json.members ?? []) + [.init("later", ["a": 1])])
        #expect(try word(forge.token(header: forge.header, payload: payload)) == "accepted")
    }

    @Test func `no flipped bit in header or signature and no flipped byte in the payload is accepted`() throws {
        let verifier = try forge.verifier()
        let status = try verifier.statusList(list)
        let token = [UInt8](forge.token().utf8)
        let dots = token.indices.filter { token[$0] == UInt8(ascii: ".") }
        var accepted: [String] = []
        for place in token.indices {
            let inPayload = place > dots[0] && place < dots[1]
            for bit in inPayload ? [place % 6] : [0, 1, 2, 3, 4, 5, 6, 7] {
                var tampered = token
                tampered[place] ^= 1 << bit
                if case .accepted = verifier.verify(tampered, at: Forge.now, status: status) {
                    accepted.append("byte \(place), bit \(bit)")
                }
            }
        }
        #expect(accepted.isEmpty)
        #expect(verifier.verify(token, at: Forge.now, status: status).word == "accepted")
    }

    @Test func `no token that was cut short or lengthened is accepted`() throws {
        let verifier = try forge.verifier()
        let status = try verifier.statusList(list)
        let token = forge.token()
        for length in 0..<token.utf8.count {
            #expect(verifier.verify([UInt8](token.utf8.prefix(length)), at: Forge.now, status: status).outcome == nil)
        }
        for suffix in ["A", "AA", "=", "==", ".", "..", ".e30", "\n", " ", "\0"] {
            #expect(try word(token + suffix).hasPrefix("rejected"))
            #expect(try word(suffix + token).hasPrefix("rejected"))
        }
    }

    /// RFC 7515 asks for no canonical s, and foreign libraries accept both: identity is the jti, never the text.
    @Test func `a malleated signature is accepted as the same outcome`() throws {
        let token = forge.token()
        let parts = token.split(separator: ".").map(String.init)
        var signature = try #require(Base64URL.decode(parts[2]))
        let order: [UInt8] =
            [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0] + [UInt8](repeating: 0xFF, count: 8)
            + [0xBC, 0xE6, 0xFA, 0xAD, 0xA7, 0x17, 0x9E, 0x84, 0xF3, 0xB9, 0xCA, 0xC2, 0xFC, 0x63, 0x25, 0x51]
        var borrow = 0
        for place in stride(from: 31, through: 0, by: -1) {
            let difference = Int(order[place]) - Int(signature[32 + place]) - borrow
            borrow = difference < 0 ? 1 : 0
            signature[32 + place] = UInt8(truncatingIfNeeded: difference)
        }
        let malleated = "\(parts[0]).\(parts[1]).\(Base64URL.encode(signature))"
        #expect(malleated != token)
        let verifier = try forge.verifier()
        let first = verifier.verify(token, at: Forge.now, statusToken: list).outcome
        let second = verifier.verify(malleated, at: Forge.now, statusToken: list).outcome
        #expect(second?.claims.identifier == Forge.claims().identifier)
        #expect(first == second)
    }

    @Test(
        arguments: [
            (["alg": "none"], "rejected wrong_algorithm"),
            (["alg": "None"], "rejected wrong_algorithm"),
            (["alg": "HS256"], "rejected wrong_algorithm"),
            (["alg": "ES384"], "rejected wrong_algorithm"),
            (["alg": "es256"], "rejected wrong_algorithm"),
            (["alg": "EdDSA"], "rejected wrong_algorithm"),
            (["alg": nil], "rejected wrong_algorithm"),
            (["typ": "JWT"], "rejected wrong_type"),
            (["typ": "statuslist+jwt"], "rejected wrong_type"),
            (["typ": "application/verification-outcome+jwt"], "rejected wrong_type"),
            (["typ": ["verification-outcome+jwt"]], "rejected wrong_type"),
            (["kid": "other"], "undetermined unknown_key"),
            (["kid": ""], "undetermined unknown_key"),
            (["kid": "../../etc/passwd"], "undetermined unknown_key"),
            (["kid": 1], "rejected header_not_exact"),
            (["jku": "https://attacker.example.test/jwks.json"], "rejected forbidden_header"),
            (["x5u": "https://attacker.example.test/cert"], "rejected forbidden_header"),
            (["x5c": []], "rejected forbidden_header"),
            (["jwk": ["kty": "EC"]], "rejected forbidden_header"),
            (["crit": ["exp"]], "rejected forbidden_header"),
            (["b64": false], "rejected forbidden_header"),
            (["cty": "JWT"], "rejected header_not_exact"),
            (["zip": "DEF"], "rejected header_not_exact"),
        ] as [(JSONValue, String)])
    func `a header that says anything else is refused, even properly signed`(change: JSONValue, expected: String)
        throws
    {
        var members = forge.header.members ?? []
        for new in change.members ?? [] {
            members.removeAll { $0.name == new.name }
            members.append(new)
        }
        let token = forge.token(header: .object(members), payload: Forge.claims().json)
        #expect(try word(token) == expected)
    }

    @Test(arguments: ["alg", "kid", "typ"])
    func `no header member may be missing`(name: String) throws {
        let members = (forge.header.members ?? []).filter { $0.name != name }
        let token = forge.token(header: .object(members), payload: Forge.claims().json)
        #expect(try word(token) == (name == "typ" ? "rejected wrong_type" : "rejected header_not_exact"))
    }

    @Test func `an unsigned token and one signed with the public key as a secret are refused`() throws {
        let payload = Base64URL.encode(Forge.claims().json.serialized())
        let none: JSONValue = ["alg": "none", "kid": .string(forge.outcomesID), "typ": "verification-outcome+jwt"]
        #expect(try word(Base64URL.encode(none.serialized()) + "." + payload + ".") == "rejected wrong_algorithm")
        let hmac: JSONValue = ["alg": "HS256", "kid": .string(forge.outcomesID), "typ": "verification-outcome+jwt"]
        let input = Base64URL.encode(hmac.serialized()) + "." + payload
        let key = SymmetricKey(data: forge.outcomes.publicKey.x963Representation)
        let code = HMAC<SHA256>.authenticationCode(for: [UInt8](input.utf8), using: key)
        #expect(try word(input + "." + Base64URL.encode(code)) == "rejected wrong_algorithm")
        #expect(try word(Base64URL.encode(forge.header.serialized()) + "." + payload + ".") == "rejected bad_signature")
    }

    @Test func `signatures of zero, of the wrong length or of another key are refused`() throws {
        let input = forge.token().split(separator: ".").prefix(2).joined(separator: ".")
        for count in [1, 32, 63, 64, 65, 72, 128] {
            let signature = Base64URL.encode([UInt8](repeating: 0, count: count))
            #expect(try word(input + "." + signature) == "rejected bad_signature")
        }
        let token = forge.token()
        let bytes = try #require(Base64URL.decode(String(token.split(separator: ".")[2])))
        #expect(try word(input + "." + Base64URL.encode(bytes + [0])) == "rejected bad_signature")
        #expect(try word(forge.sign(input, with: P256.Signing.PrivateKey())) == "rejected bad_signature")
        let der = try P256.Signing.ECDSASignature(rawRepresentation: bytes).derRepresentation
        #expect(try word(input + "." + Base64URL.encode(der)) == "rejected bad_signature")
    }

    @Test func `the key for status lists cannot make an outcome`() throws {
        let header: JSONValue = ["alg": "ES256", "kid": .string(forge.statusID), "typ": "verification-outcome+jwt"]
        let token = forge.token(header: header.text(), payload: Forge.claims().json.text(), key: forge.status)
        #expect(try word(token) == "rejected wrong_key_purpose")
    }

    @Test func `texts that two parsers could read differently are refused`() throws {
        let header = forge.header.text()
        let payload = Forge.claims().json.text()
        let twice = #"{"alg":"ES256","alg":"none","kid":"\#(forge.outcomesID)","typ":"verification-outcome+jwt"}"#
        #expect(try word(forge.token(header: twice, payload: payload, key: forge.outcomes)) == "rejected malformed")
        let twoOutcomes = payload.dropLast() + #","outcome":"verified"}"#
        #expect(
            try word(forge.token(header: header, payload: String(twoOutcomes), key: forge.outcomes))
                == "rejected malformed")
        #expect(
            try word(forge.token(header: header, payload: payload + " x", key: forge.outcomes)) == "rejected malformed")
        #expect(try word(forge.token(header: header, payload: "[]", key: forge.outcomes)) == "rejected invalid_claims")
        #expect(
            try word(forge.token(header: "[]", payload: payload, key: forge.outcomes)) == "rejected header_not_exact")
        #expect(try word(forge.token(header: "", payload: payload, key: forge.outcomes)) == "rejected malformed")
        let deep = String(repeating: "[", count: 5000) + String(repeating: "]", count: 5000)
        #expect(try word(forge.token(header: header, payload: deep, key: forge.outcomes)) == "rejected malformed")
        #expect(try word(String(repeating: "a", count: 20_000)) == "rejected too_large")
    }

    @Test func `base64url has one spelling`() throws {
        let parts = forge.token().split(separator: ".").map(String.init)
        for place in 0..<3 {
            for change in [{ $0 + "=" }, { $0 + "==" }, { "\n" + $0 }, { $0 + " " }] as [@Sendable (String) -> String] {
                var changed = parts
                changed[place] = change(parts[place])
                #expect(try word(changed.joined(separator: ".")) == "rejected malformed")
            }
        }
        // The last character of a signature carries four bits that no byte uses.
        let last = try #require(parts[2].last)
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        for other in alphabet where other != last {
            let changed = parts[0] + "." + parts[1] + "." + parts[2].dropLast() + String(other)
            #expect(try word(changed).hasPrefix("rejected"))
        }
    }

    @Test func `issuer, subject and audience are compared byte for byte`() throws {
        let claims = Forge.claims()
        let token = forge.token()
        #expect(try word(token, VerificationPolicy(issuer: claims.issuer)) == "accepted")
        #expect(try word(token, VerificationPolicy(issuer: claims.issuer + "/")) == "rejected wrong_issuer")
        #expect(try word(token, VerificationPolicy(subject: claims.subject)) == "accepted")
        #expect(try word(token, VerificationPolicy(subject: claims.subject.lowercased())) == "rejected wrong_subject")
        #expect(try word(token, VerificationPolicy(audience: claims.audience)) == "accepted")
        #expect(try word(token, VerificationPolicy(audience: "pl_other")) == "rejected wrong_audience")

        var composed = Forge.claims()
        composed.audience = "caf\u{e9}"
        #expect(
            try word(forge.token(composed), VerificationPolicy(audience: "cafe\u{301}")) == "rejected wrong_audience")

        let metadata: JSONValue = ["issuer": .string(Forge.issuer), "jwks": forge.jwks()]
        let other: JSONValue = ["issuer": "https://other.example.test", "jwks": forge.jwks()]
        let bound = Verifier(keys: try TrustedKeys(metadata))
        #expect(bound.verify(token, at: Forge.now, statusToken: list).outcome?.notCompared == [.subject, .audience])
        let foreign = Verifier(keys: try TrustedKeys(other))
        #expect(foreign.verify(token, at: Forge.now, statusToken: list).word == "rejected wrong_issuer")
    }

    @Test func `a portable outcome has no audience, an adverse one must`() throws {
        var portable = Forge.claims()
        portable.audience = nil
        #expect(try word(forge.token(portable), VerificationPolicy(audience: "pl_anyone")) == "accepted")
        var adverse = portable
        adverse.outcome = .notVerified
        adverse.verified = nil
        #expect(try word(forge.token(adverse)) == "rejected adverse_without_audience")
        var skill = portable
        skill.skills = [.init(skill: "go", level: nil, result: .notDemonstrated)]
        #expect(try word(forge.token(skill)) == "rejected adverse_without_audience")
        adverse.audience = "pl_01j9marketplace"
        #expect(try word(forge.token(adverse)) == "accepted")
    }

    @Test(
        arguments: [
            (0, 0, 100, 60, "accepted"),
            (0, 0, 0, 60, "accepted"),
            (0, 0, -59, 60, "accepted"),
            (0, 0, -60, 60, "rejected expired"),
            (0, 0, 1, 0, "accepted"),
            (0, 0, 0, 0, "rejected expired"),
            (0, 60, 100, 60, "accepted"),
            (0, 61, 100, 60, "rejected not_yet_valid"),
            (60, 0, 100, 60, "accepted"),
            (61, 0, 100, 60, "rejected issued_in_future"),
            (.max, .max, .max, 60, "rejected not_yet_valid"),
            (.min, .min, .max, 60, "accepted"),
            (.min, .min, .min, .max, "rejected expired"),
        ] as [(Int64, Int64, Int64, Int64, String)])
    func `times are judged to the second, with leeway and without overflow`(
        issued: Int64, notBefore: Int64, expires: Int64, leeway: Int64, expected: String
    ) throws {
        func at(_ offset: Int64) -> Int64 { offset == .max || offset == .min ? offset : Forge.now + offset }
        var claims = Forge.claims()
        claims.issuedAt = at(issued)
        claims.notBefore = at(notBefore)
        claims.expires = at(expires)
        #expect(try word(forge.token(claims), VerificationPolicy(leeway: leeway)) == expected)
    }

    @Test(arguments: [
        "iss", "sub", "jti", "iat", "nbf", "exp", "outcome", "skills", "mode", "kit", "policy", "status",
    ])
    func `no claim that an outcome needs may be missing or of another kind`(name: String) throws {
        let members = Forge.claims().json.members ?? []
        let missing = JSONValue.object(members.filter { $0.name != name })
        #expect(try word(forge.token(header: forge.header, payload: missing)) == "rejected invalid_claims")
        for wrong in [nil, true, 1.5, "", ["x": 1], [[]]] as [JSONValue] {
            if wrong == "", ["iss", "sub", "jti"].contains(name) { continue }
            let changed = JSONValue.object(members.map { $0.name == name ? .init(name, wrong) : $0 })
            #expect(try word(forge.token(header: forge.header, payload: changed)) == "rejected invalid_claims")
        }
    }

    @Test func `an unknown outcome, skill result or audience list is not guessed at`() throws {
        let text = Forge.claims().json.text()
        for (old, new) in [
            (#""outcome":"verified""#, #""outcome":"almost_verified""#),
            (#""result":"demonstrated""#, #""result":"great""#),
            (#""aud":"pl_01j9marketplace""#, #""aud":["pl_01j9marketplace","pl_other"]"#),
        ] {
            #expect(text.contains(old))
            let payload = text.split(separator: old, maxSplits: 1).joined(separator: new)
            let token = forge.token(header: forge.header.text(), payload: payload, key: forge.outcomes)
            #expect(try word(token) == "rejected invalid_claims")
        }
    }
}
