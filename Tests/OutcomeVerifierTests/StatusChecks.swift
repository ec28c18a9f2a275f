import Crypto
import OutcomeVerifier
import StrictJSON
import Testing

@Suite struct StatusChecks {
    let forge = Forge()

    func word(_ list: [UInt8]?, _ policy: VerificationPolicy = VerificationPolicy(), at time: Int64 = Forge.now) throws
        -> String
    {
        try forge.verifier(policy).verify(forge.token(), at: time, statusToken: list).word
    }

    @Test(
        arguments: [
            (0, "accepted"), (1, "rejected revoked"), (2, "rejected suspended"), (3, "rejected superseded"),
        ] as [(UInt8, String)])
    func `each status has its verdict`(value: UInt8, expected: String) throws {
        #expect(try word(forge.list([Forge.index: value])) == expected)
        #expect(try word(forge.list([Forge.index - 1: 3, Forge.index: value, Forge.index + 1: 3])) == expected)
    }

    @Test(arguments: [1, 2, 4, 8] as [Int64])
    func `lists of every width are read, and values beyond ours are never accepted`(bits: Int64) throws {
        for value in 0..<min(16, 1 << bits) {
            let expected =
                switch value {
                case 0: "accepted"
                case 1: "rejected revoked"
                case 2: "rejected suspended"
                case 3: "rejected superseded"
                default: "rejected unknown_status"
                }
            #expect(try word(forge.list([Forge.index: UInt8(value)], bits: bits, slots: 1024)) == expected)
        }
    }

    /// IETF Token Status List, section 4: twelve statuses of two bits in the bytes C9 44 F9.
    @Test func `the standard's example of two bits decodes`() throws {
        let claims: JSONValue = [
            "sub": .string(Forge.listURI), "iat": .integer(Forge.now), "ttl": 300,
            "status_list": ["bits": 2, "lst": .string(Forge.deflated([0xC9, 0x44, 0xF9]))],
        ]
        let list = try forge.verifier().statusList(forge.list(claims: claims, key: forge.status))
        #expect((0..<12).map { list.value(at: $0) } == [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3])
        #expect(list.count == 12)
        #expect(list.value(at: 12) == nil)
        #expect(list.value(at: -1) == nil)
        #expect(list.value(at: .max) == nil)
    }

    /// The same section's example of one bit, in its own compressed form.
    @Test func `the standard's compressed example of one bit decodes`() throws {
        let claims: JSONValue = [
            "sub": .string(Forge.listURI), "iat": .integer(Forge.now), "ttl": 300,
            "status_list": ["bits": 1, "lst": "eNrbuRgAAhcBXQ"],
        ]
        let list = try forge.verifier().statusList(forge.list(claims: claims, key: forge.status))
        #expect((0..<16).map { list.value(at: $0) } == [1, 0, 0, 1, 1, 1, 0, 1, 1, 1, 0, 0, 0, 1, 0, 1])
    }

    @Test func `without a list nothing is known, unless the policy does without`() throws {
        #expect(try word(nil) == "undetermined status_missing")
        let verdict = try forge.verifier(VerificationPolicy(requiresStatus: false))
            .verify(forge.token(), at: Forge.now)
        #expect(verdict.outcome?.statusIssuedAt == nil)
        #expect(verdict.outcome?.notCompared.contains(.status) == true)
        #expect(
            try word(forge.list([Forge.index: 1]), VerificationPolicy(requiresStatus: false)) == "rejected revoked")
    }

    @Test(
        arguments: [
            (0, .timeToLive, "accepted"),
            (349, .timeToLive, "accepted"),
            (350, .timeToLive, "undetermined status_stale"),
            (350, .expiry, "accepted"),
            (86_449, .expiry, "accepted"),
            (86_450, .expiry, "undetermined status_stale"),
            (-70, .timeToLive, "accepted"),
            (-71, .timeToLive, "undetermined status_from_future"),
        ] as [(Int64, VerificationPolicy.StatusFreshness, String)])
    func `an old list decides nothing`(
        after: Int64, freshness: VerificationPolicy.StatusFreshness, expected: String
    ) throws {
        let policy = VerificationPolicy(statusFreshness: freshness)
        #expect(try word(forge.list(), policy, at: Forge.now + after) == expected)
        // An old list does not speak against anybody either.
        let against = try word(forge.list([Forge.index: 1]), policy, at: Forge.now + after)
        #expect(against == (expected == "accepted" ? "rejected revoked" : expected))
    }

    @Test func `a list without an end is not fresh for ever`() throws {
        let endless = forge.list { $0.removeAll { ["exp", "ttl"].contains($0.0) } }
        #expect(try word(endless, VerificationPolicy(statusFreshness: .expiry)) == "undetermined status_stale")
        #expect(try word(endless, at: Forge.now + 100) == "undetermined status_stale")
    }

    @Test func `another list, another signer and another type decide nothing`() throws {
        let other = forge.list { $0[0].1 = "https://candor.example.test/status/2" }
        #expect(try word(other) == "undetermined status_wrong_list")
        let claims: JSONValue = [
            "sub": .string(Forge.listURI), "iat": .integer(Forge.now), "ttl": 300,
            "status_list": ["bits": 2, "lst": .string(Forge.deflated([UInt8](repeating: 0, count: 1024)))],
        ]
        #expect(try word(forge.list(claims: claims, key: forge.status)) == "accepted")
        #expect(
            try word(forge.list(claims: claims, key: P256.Signing.PrivateKey())) == "undetermined status_unknown_key")
        #expect(try word(forge.list(claims: claims, key: forge.outcomes)) == "undetermined status_unknown_key")
        #expect(
            try word(forge.list(claims: claims, key: forge.status, type: "JWT")) == "undetermined status_unreadable")
        #expect(try word([UInt8](forge.token().utf8)) == "undetermined status_unreadable")
        var tampered = forge.list(claims: claims, key: forge.status)
        // Another letter of base64url: flipping a bit may leave the alphabet, which is another defect.
        let place = tampered.count - 3
        tampered[place] = tampered[place] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        #expect(try word(tampered) == "undetermined status_bad_signature")
        #expect(try word([]) == "undetermined status_unreadable")
    }

    @Test func `an index beyond the list is refused`() throws {
        #expect(try word(forge.list(slots: 64)) == "rejected status_index_out_of_range")
        for index in [-1, Int64.min, Int64.max, 1 << 20] {
            var claims = Forge.claims()
            claims.status.index = index
            let verdict = try forge.verifier().verify(forge.token(claims), at: Forge.now, statusToken: forge.list())
            #expect(verdict.word == "rejected status_index_out_of_range")
        }
    }

    @Test(
        arguments: [
            ("bits", .integer(3)), ("bits", .integer(0)), ("bits", .integer(.max)), ("bits", "2"),
            ("lst", ""), ("lst", "eNo"), ("lst", "AAAA"), ("lst", "not base64!"), ("lst", nil),
        ] as [(String, JSONValue)])
    func `a broken list decides nothing`(name: String, value: JSONValue) throws {
        let list = forge.list {
            let members = ($0[4].1.members ?? []).map { $0.name == name ? JSONValue.Member(name, value) : $0 }
            $0[4].1 = .object(members)
        }
        #expect(try word(list) == "undetermined status_unreadable")
    }

    @Test func `what follows the compressed stream, or is missing from it, is noticed`() throws {
        let good = try #require(Base64URL.decode(Forge.deflated([UInt8](repeating: 0, count: 4096))))
        for lst in [good + [0], [UInt8](good.dropLast()), [UInt8](good.dropLast(4)), good + good] {
            let list = forge.list { $0[4].1 = ["bits": 2, "lst": .string(Base64URL.encode(lst))] }
            #expect(try word(list) == "undetermined status_unreadable")
        }
    }

    @Test func `a list that unfolds beyond all bounds is refused`() throws {
        let bomb = Forge.deflated([UInt8](repeating: 0, count: 64 << 20))
        #expect(bomb.utf8.count < 100_000)
        let list = forge.list { $0[4].1 = ["bits": 2, "lst": .string(bomb)] }
        #expect(try word(list) == "undetermined status_unreadable")
        #expect(try word([UInt8](repeating: 0x61, count: 3 << 20)) == "undetermined status_unreadable")
    }

    @Test func `no flipped bit in a list lets a suspended outcome pass`() throws {
        let verifier = try forge.verifier()
        let token = forge.token()
        let list = forge.list([Forge.index: 2])
        for place in list.indices {
            for bit in [0, 3, 5] {
                var tampered = list
                tampered[place] ^= 1 << bit
                guard case .undetermined = verifier.verify(token, at: Forge.now, statusToken: tampered) else {
                    Issue.record("byte \(place), bit \(bit)")
                    continue
                }
            }
        }
    }

    @Test(arguments: [UInt64](1...20))
    func `no bytes at all end the process`(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        let verifier = try forge.verifier()
        let alphabet = [UInt8]("eyJ.._-=AZ09{}\"\n\0\u{ff}".utf8)
        for _ in 0..<50 {
            let noise = (0..<Int.random(in: 0...300, using: &random)).map { _ in
                alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
            }
            let list = try? verifier.statusList(noise)
            #expect(list == nil)
            #expect(verifier.verify(noise, at: .max, status: list).outcome == nil, "seed \(seed)")
            #expect(
                verifier.verify(String(decoding: noise, as: UTF8.self), at: .min, statusToken: noise).outcome == nil)
        }
    }

    @Test func `rejections come before doubts about the list`() throws {
        var expired = Forge.claims()
        expired.expires = Forge.now - 1000
        #expect(try forge.verifier().verify(forge.token(expired), at: Forge.now).word == "rejected expired")
    }
}
