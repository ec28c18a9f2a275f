import StrictJSON

extension OutcomeClaims {
    /// Reads a payload that is written exactly as the issuer writes it: the members of `json`, in that order, without a space
    /// between them and with nothing but plain ASCII in their texts.
    ///
    /// Nearly every payload is, and comparing it with what must stand there costs a fraction of taking any JSON text apart.
    /// Names, nesting and encoding are then what they must be, so nothing is left for the strict reader to find.
    ///
    /// - Parameter payload: bytes of any origin.
    /// - Returns: `nil` where anything at all is written otherwise. That says nothing against the payload: whoever asked then
    ///   reads it as JSON, and learns there what is wrong with it, if something is.
    package static func asWritten(_ payload: Span<UInt8>) -> OutcomeClaims? {
        var text = WrittenText()
        return try? OutcomeClaims(&text, payload)
    }

    private init(_ text: inout WrittenText, _ bytes: Span<UInt8>) throws(WrittenOtherwise) {
        try text.expect(#"{"iss":""#, bytes)
        issuer = try text.string(bytes)
        try text.expect(#","sub":""#, bytes)
        subject = try text.string(bytes)
        audience = text.follows(#","aud":""#, bytes) ? try text.string(bytes) : nil
        try text.expect(#","jti":""#, bytes)
        identifier = try text.string(bytes)
        try text.expect(#","iat":"#, bytes)
        issuedAt = try text.integer(bytes)
        try text.expect(#","nbf":"#, bytes)
        notBefore = try text.integer(bytes)
        try text.expect(#","exp":"#, bytes)
        expires = try text.integer(bytes)
        try text.expect(#","outcome":""#, bytes)
        outcome = try text.word(bytes)
        try text.expect(#","skills":["#, bytes)
        skills = []
        if !text.follows("]", bytes) {
            skills.reserveCapacity(4)
            repeat { skills.append(try Skill(&text, bytes)) } while try text.continues(bytes)
        }
        try text.expect(#","mode":""#, bytes)
        mode = try text.word(bytes)
        connection = text.follows(#","connection":"#, bytes) ? try Connection(&text, bytes) : nil
        scope = text.follows(#","scope":"#, bytes) ? try Reference(&text, bytes) : nil
        try text.expect(#","kit":["#, bytes)
        kits = []
        if !text.follows("]", bytes) {
            kits.reserveCapacity(2)
            repeat { kits.append(try Reference(&text, bytes)) } while try text.continues(bytes)
        }
        try text.expect(#","policy":"#, bytes)
        policy = try Reference(&text, bytes)
        scorecard = text.follows(#","scorecard":"#, bytes) ? try Reference(&text, bytes) : nil
        verified = text.follows(#","verified_claims":"#, bytes) ? try Verified(&text, bytes) : nil
        supersedes = text.follows(#","supersedes":""#, bytes) ? try text.string(bytes) : nil
        try text.expect(#","status":{"status_list":"#, bytes)
        status = try Status(&text, bytes)
        try text.expect("}}", bytes)
        try text.expectEnd(bytes)
    }
}

extension OutcomeClaims.Skill {
    fileprivate init(_ text: inout WrittenText, _ bytes: Span<UInt8>) throws(WrittenOtherwise) {
        try text.expect(#"{"skill":""#, bytes)
        skill = try text.string(bytes)
        level = text.follows(#","level":""#, bytes) ? try text.string(bytes) : nil
        try text.expect(#","result":""#, bytes)
        result = try text.word(bytes)
        try text.expect("}", bytes)
    }
}

extension OutcomeClaims.Connection {
    fileprivate init(_ text: inout WrittenText, _ bytes: Span<UInt8>) throws(WrittenOtherwise) {
        try text.expect(#"{"verdict":""#, bytes)
        verdict = try text.word(bytes)
        try text.expect(#","thresholds":""#, bytes)
        thresholds = try text.string(bytes)
        try text.expect("}", bytes)
    }
}

extension OutcomeClaims.Reference {
    fileprivate init(_ text: inout WrittenText, _ bytes: Span<UInt8>) throws(WrittenOtherwise) {
        try text.expect(#"{"id":""#, bytes)
        id = try text.string(bytes)
        try text.expect(#","sha256":""#, bytes)
        sha256 = try text.string(bytes)
        try text.expect("}", bytes)
    }
}

extension OutcomeClaims.Verified {
    fileprivate init(_ text: inout WrittenText, _ bytes: Span<UInt8>) throws(WrittenOtherwise) {
        try text.expect(#"{"verification":{"trust_framework":""#, bytes)
        trustFramework = try text.string(bytes)
        try text.expect(#","assurance_process":{"policy":""#, bytes)
        policy = try text.string(bytes)
        try text.expect(#","procedure":""#, bytes)
        procedure = try text.string(bytes)
        try text.expect(#"},"time":""#, bytes)
        time = try text.string(bytes)
        try text.expect(#","evidence":[{"type":"document","check_details":["#, bytes)
        methods = []
        if !text.follows("]", bytes) {
            methods.reserveCapacity(2)
            repeat {
                try text.expect(#"{"check_method":""#, bytes)
                methods.append(try text.string(bytes))
                try text.expect("}", bytes)
            } while try text.continues(bytes)
        }
        try text.expect(#"}]},"claims":{"profile_facts_matched":["#, bytes)
        facts = []
        if !text.follows("]", bytes) {
            facts.reserveCapacity(2)
            repeat {
                try text.expect("\"", bytes)
                facts.append(try text.string(bytes))
            } while try text.continues(bytes)
        }
        try text.expect("}}", bytes)
    }
}

extension OutcomeClaims.Status {
    fileprivate init(_ text: inout WrittenText, _ bytes: Span<UInt8>) throws(WrittenOtherwise) {
        try text.expect(#"{"idx":"#, bytes)
        index = try text.integer(bytes)
        try text.expect(#","uri":""#, bytes)
        uri = try text.string(bytes)
        try text.expect("}", bytes)
    }
}

/// Something else stands where the issuer writes one thing only.
private struct WrittenOtherwise: Error {}

/// Goes from place to place in bytes that are handed in, because a span cannot be stored.
private struct WrittenText {
    private var cursor = 0

    /// Goes past `text` where it is what stands here, and stays where it is not.
    @inline(__always)
    mutating func follows(_ text: StaticString, _ bytes: Span<UInt8>) -> Bool {
        let length = text.utf8CodeUnitCount
        guard length <= bytes.count - cursor else { return false }
        for index in 0..<length where bytes[cursor + index] != text.utf8Start[index] { return false }
        cursor += length
        return true
    }

    @inline(__always)
    mutating func expect(_ text: StaticString, _ bytes: Span<UInt8>) throws(WrittenOtherwise) {
        guard follows(text, bytes) else { throw WrittenOtherwise() }
    }

    func expectEnd(_ bytes: Span<UInt8>) throws(WrittenOtherwise) {
        guard cursor == bytes.count else { throw WrittenOtherwise() }
    }

    /// After an element: `true` past a comma, `false` past the closing bracket.
    mutating func continues(_ bytes: Span<UInt8>) throws(WrittenOtherwise) -> Bool {
        if follows(",", bytes) { return true }
        try expect("]", bytes)
        return false
    }

    /// A string from behind its opening quotation mark on.
    mutating func string(_ bytes: Span<UInt8>) throws(WrittenOtherwise) -> String {
        let end = bytes.endOfPlainText(from: cursor)
        guard end < bytes.count, bytes[end] == UInt8(ascii: "\"") else { throw WrittenOtherwise() }
        // All of it was found to be ASCII just now.
        let text = unsafe UTF8Span(unchecked: bytes.extracting(cursor..<end), isKnownASCII: true)
        cursor = end + 1
        return String(copying: text)
    }

    mutating func word<Word: RawRepresentable<String>>(_ bytes: Span<UInt8>) throws(WrittenOtherwise) -> Word {
        guard let word = Word(rawValue: try string(bytes)) else { throw WrittenOtherwise() }
        return word
    }

    /// Up to eighteen digits, which cannot overflow; what is longer or negative is read the other way.
    mutating func integer(_ bytes: Span<UInt8>) throws(WrittenOtherwise) -> Int64 {
        let start = cursor
        var number: Int64 = 0
        while cursor < bytes.count, cursor - start < 18, (0x30...0x39).contains(bytes[cursor]) {
            number = number * 10 + Int64(bytes[cursor] - 0x30)
            cursor += 1
        }
        guard cursor > start, bytes[start] != UInt8(ascii: "0") || cursor == start + 1 else { throw WrittenOtherwise() }
        return number
    }
}
