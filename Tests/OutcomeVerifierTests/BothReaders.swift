import OutcomeVerifier
import StrictJSON
import Testing

/// The quick reader of payloads as the issuer writes them, against the one that reads any JSON text: whatever the first takes,
/// the second takes for the same, and what it leaves, it leaves for the second to judge.
@Suite struct BothReaders {
    /// What the strict reader makes of a payload, or `nil` where it throws.
    private func strictly(_ payload: [UInt8]) -> OutcomeClaims? {
        guard let json = try? JSONValue.parse(payload, limits: JSONLimits(bytes: 1 << 14, depth: 16)) else {
            return nil
        }
        return try? OutcomeClaims(json)
    }

    @Test(arguments: [UInt64](1...40))
    func `random claims are read as they were meant, the plain ones by the quick reader`(seed: UInt64) {
        var random = RandomClaims(seed: seed)
        for _ in 0..<100 {
            let (claims, isPlain) = random.claims()
            let payload = claims.json.serialized()
            #expect(strictly(payload) == claims, "seed \(seed): \(String(decoding: payload, as: UTF8.self))")
            #expect(
                OutcomeClaims.asWritten(payload.span) == (isPlain ? claims : nil),
                "seed \(seed): \(String(decoding: payload, as: UTF8.self))")
        }
    }

    @Test(arguments: [UInt64](1...40))
    func `both readers agree on payloads that were altered`(seed: UInt64) {
        var random = RandomClaims(seed: seed)
        var (takenByBoth, takenByStrictOne, refused) = (0, 0, 0)
        for _ in 0..<600 {
            var payload = random.claims().0.json.serialized()
            for _ in 0..<Int.random(in: 1...2, using: &random.source) { random.alter(&payload) }
            let strict = strictly(payload)
            if let quick = OutcomeClaims.asWritten(payload.span) {
                #expect(quick == strict, "seed \(seed): \(String(decoding: payload, as: UTF8.self))")
                takenByBoth += 1
            } else if strict != nil {
                takenByStrictOne += 1
            } else {
                refused += 1
            }
        }
        // Otherwise the alterations would test nothing.
        #expect(takenByBoth > 10 && takenByStrictOne > 10 && refused > 10, "seed \(seed)")
    }

    @Test func `a payload that was cut short or lengthened is left to the strict reader`() {
        let payload = Forge.claims().json.serialized()
        #expect(OutcomeClaims.asWritten(payload.span) == Forge.claims())
        for length in 0..<payload.count {
            #expect(OutcomeClaims.asWritten([UInt8](payload.prefix(length)).span) == nil)
        }
        for suffix in [" ", "}", "\0", "{}"] {
            #expect(OutcomeClaims.asWritten((payload + [UInt8](suffix.utf8)).span) == nil)
        }
    }

    @Test(arguments: [
        (#""iat":1795518000"#, #""iat":01795518000"#),
        (#""iat":1795518000"#, #""iat":1795518000.0"#),
        (#""iat":1795518000"#, #""iat":+1795518000"#),
        (#""iat":1795518000"#, #""iat":"#),
        (#""iat":1795518000"#, #""iat":-"#),
        (#""iat":1795518000"#, #""iat":9999999999999999999999"#),
        (#""iat":1795518000"#, #""iat":"1795518000""#),
        (#""mode":"video""#, #""mode":"Video""#),
        (#""mode":"video""#, #""mode":null"#),
        (#""aud":"pl_01j9marketplace","#, #""aud":"pl_01j9marketplace","aud":"pl_01j9marketplace","#),
        (#""aud":"pl_01j9marketplace","#, #""aud":["pl_01j9marketplace"],"#),
        (#"{"iss":"#, #"{"sub":"other","iss":"#),
        (#","status":"#, #","\u0073tatus":{},"status":"#),
        (#""kit":[{"#, #""kit":[,{"#),
        (#""kit":[{"#, #""kit":[[{"#),
        (#""profile_facts_matched":["country"]"#, #""profile_facts_matched":["country",]"#),
        (#""profile_facts_matched":["country"]"#, #""profile_facts_matched":[1]"#),
        (#""profile_facts_matched":["country"]"#, #""profile_facts_matched":["country""#),
        (#""skill":"go""#, "\"skill\":\"g\u{1}o\""),
        (#""skill":"go""#, #""skill":"g\x""#),
    ])
    func `what the strict reader refuses, the quick one does not take`(written: String, altered: String) {
        let text = Forge.claims().json.text()
        let parts = text.split(separator: written, omittingEmptySubsequences: false)
        #expect(parts.count == 2)
        let payload = [UInt8](parts.joined(separator: altered).utf8)
        #expect(strictly(payload) == nil)
        #expect(OutcomeClaims.asWritten(payload.span) == nil)
    }

    @Test(arguments: [
        (#""iat":1795518000"#, #""iat": 1795518000"#),
        (#""iat":1795518000"#, #""iat":-5"#),
        (#""iat":1795518000"#, #""iat":9223372036854775807"#),
        (#""mode":"video""#, #""mode":"v\u0069deo""#),
        (#""skill":"go""#, #""skill":"Gö""#),
        (#""skill":"go""#, #""skill":"a\"b""#),
        (#"{"iss":"#, #"{"later":{"a":[1,null]},"iss":"#),
        (#""type":"document""#, #""type":"electronic_record""#),
    ])
    func `what only the strict reader takes is verified all the same`(written: String, altered: String) throws {
        let forge = Forge()
        let text = Forge.claims().json.text()
        let payload = text.split(separator: written, omittingEmptySubsequences: false).joined(separator: altered)
        #expect(OutcomeClaims.asWritten([UInt8](payload.utf8).span) == nil)
        let expected = try #require(strictly([UInt8](payload.utf8)))
        let token = forge.token(header: forge.header.text(), payload: payload, key: forge.outcomes)
        // One whose issue lies far ahead is read, too, before its time is judged.
        let verdict = try forge.verifier().verify(token, at: max(Forge.now, expected.issuedAt - 1), statusToken: nil)
        #expect(["undetermined status_missing", "rejected expired"].contains(verdict.word))
        if expected.issuedAt < Forge.now {
            let accepted = try forge.verifier().verify(token, at: Forge.now, statusToken: forge.list()).outcome
            #expect(accepted?.claims == expected)
        }
    }
}

/// Claims of every shape, and alterations of how they are written.
private struct RandomClaims {
    var source: SplitMix
    private var isPlain = true

    init(seed: UInt64) {
        source = SplitMix(state: seed)
    }

    /// Claims, and whether each of their texts is plain ASCII and each number of at most eighteen digits.
    mutating func claims() -> (OutcomeClaims, Bool) {
        isPlain = true
        let claims = OutcomeClaims(
            issuer: text(), subject: text(), audience: optional { $0.text() }, identifier: text(),
            issuedAt: number(), notBefore: number(), expires: number(),
            outcome: one(of: OutcomeClaims.Outcome.allCases),
            skills: some { random in
                .init(
                    skill: random.text(), level: random.optional { $0.text() },
                    result: random.one(of: OutcomeClaims.Skill.Result.allCases))
            },
            mode: one(of: OutcomeClaims.Mode.allCases),
            connection: optional {
                .init(verdict: $0.one(of: OutcomeClaims.Connection.Verdict.allCases), thresholds: $0.text())
            },
            scope: optional { $0.reference() }, kits: some { $0.reference() }, policy: reference(),
            scorecard: optional { $0.reference() },
            verified: optional { random in
                .init(
                    trustFramework: random.text(), policy: random.text(), procedure: random.text(),
                    time: random.text(), methods: random.some { $0.text() }, facts: random.some { $0.text() })
            },
            supersedes: optional { $0.text() }, status: .init(index: number(), uri: text()))
        return (claims, isPlain)
    }

    /// One change: of a byte, of a piece, or of how the same thing is written.
    mutating func alter(_ payload: inout [UInt8]) {
        guard let place = payload.indices.randomElement(using: &source) else { return }
        let pieces = [
            " ", "\"", "\\", ",", ":", "{", "}", "[", "]", "0", "-", ".0", "e1", "null", "\u{1}", "é", "\\u0061",
            #","aud":"a""#, #""later":1,"#, #","level":"x""#,
        ]
        switch Int.random(in: 0..<8, using: &source) {
        case 0: payload[place] ^= 1 << UInt8.random(in: 0..<8, using: &source)
        case 1: payload[place] = UInt8.random(in: .min ... .max, using: &source)
        case 2: payload.remove(at: place)
        case 3: payload.insert(contentsOf: [UInt8](one(of: pieces).utf8), at: place)
        case 4: payload.removeSubrange(place..<min(payload.count, place + Int.random(in: 1...40, using: &source)))
        case 5:
            let piece = payload[place..<min(payload.count, place + Int.random(in: 1...60, using: &source))]
            payload.insert(contentsOf: piece, at: place)
        case 6:
            // The same letter, written as an escape.
            guard let letter = payload[place...].firstIndex(where: { (0x61...0x7A).contains($0) }) else { return }
            let hex = String(payload[letter], radix: 16)
            payload.replaceSubrange(letter...letter, with: [UInt8]("\\u00\(hex)".utf8))
        default:
            // The same value, with space around it.
            guard let mark = payload[place...].firstIndex(where: { $0 == UInt8(ascii: ":") }) else { return }
            payload.insert(UInt8(ascii: one(of: [" ", "\t", "\n"] as [Unicode.Scalar])), at: mark + 1)
        }
    }

    private mutating func one<Element>(of elements: [Element]) -> Element {
        elements[Int.random(in: elements.indices, using: &source)]
    }

    private mutating func optional<Value>(_ value: (inout Self) -> Value) -> Value? {
        Bool.random(using: &source) ? value(&self) : nil
    }

    private mutating func some<Value>(_ value: (inout Self) -> Value) -> [Value] {
        (0..<Int.random(in: 0...3, using: &source)).map { _ in value(&self) }
    }

    private mutating func reference() -> OutcomeClaims.Reference { .init(id: text(), sha256: text()) }

    private mutating func text() -> String {
        let plain = ["a", "Z", "9", "_", "/", ":", "~", " ", "'", "{", "}", "[", ",", "\u{7f}"]
        let others = ["\"", "\\", "\n", "\u{1}", "é", "e\u{301}", "中", "😀"]
        var text = (0..<Int.random(in: 0...40, using: &source)).map { _ in one(of: plain) }.joined()
        if Int.random(in: 0..<60, using: &source) == 0 {
            text += one(of: others)
            isPlain = false
        }
        return text
    }

    private mutating func number() -> Int64 {
        let number =
            Int.random(in: 0..<40, using: &source) == 0
            ? Int64.random(in: .min ... .max, using: &source)
            : one(of: [0, 9, 10, 1_795_521_600, 999_999_999_999_999_999])
        if !(0..<1_000_000_000_000_000_000).contains(number) { isPlain = false }
        return number
    }
}
