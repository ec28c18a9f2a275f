extension JSONValue {
    /// Reads exactly one JSON text (RFC 8259), more strictly than the standard asks.
    ///
    /// Refused besides what is not JSON: a byte order mark, two members of one name (compared after unescaping, and by
    /// Unicode's canonical equivalence, as a lookup would), lone surrogates, numbers beyond a double, and texts beyond
    /// `limits`. What two parsers could read differently is what attackers look for.
    public static func parse(
        _ bytes: Span<UInt8>, limits: JSONLimits = .standard
    ) throws(JSONError) -> JSONValue {
        guard bytes.count <= limits.bytes else { throw JSONError(.tooLarge, at: max(0, limits.bytes)) }
        do throws(UTF8.ValidationError) {
            _ = try UTF8Span(validating: bytes)
        } catch {
            throw JSONError(.invalidUTF8, at: error.byteOffsets.lowerBound)
        }
        guard !(bytes.count >= 3 && bytes[0] == 0xEF && bytes[1] == 0xBB && bytes[2] == 0xBF) else {
            throw JSONError(.byteOrderMark, at: 0)
        }
        var parser = JSONParser(remainingDepth: limits.depth)
        parser.skipSpace(bytes)
        let value = try parser.value(bytes)
        parser.skipSpace(bytes)
        guard parser.cursor == bytes.count else { throw JSONError(.trailingText, at: parser.cursor) }
        return value
    }

    public static func parse(_ bytes: [UInt8], limits: JSONLimits = .standard) throws(JSONError) -> JSONValue {
        try parse(bytes.span, limits: limits)
    }

    /// Reads any sequence of bytes, such as a network buffer or a memory region; it is copied once.
    public static func parse(
        _ bytes: some Sequence<UInt8>, limits: JSONLimits = .standard
    ) throws(JSONError) -> JSONValue {
        try parse([UInt8](bytes).span, limits: limits)
    }

    public static func parse(_ text: String, limits: JSONLimits = .standard) throws(JSONError) -> JSONValue {
        try parse([UInt8](text.utf8).span, limits: limits)
    }
}

/// A recursive descent over bytes that are known to be UTF-8; the span is handed in because it cannot be stored.
private struct JSONParser {
    var cursor = 0
    var remainingDepth: Int
    /// Whether the string read last is ASCII without escapes, so that its bytes in the text are its bytes in memory.
    private var lastStringIsPlain = false

    init(remainingDepth: Int) {
        self.remainingDepth = remainingDepth
    }

    mutating func value(_ bytes: Span<UInt8>) throws(JSONError) -> JSONValue {
        guard cursor < bytes.count else { throw JSONError(.unexpectedEnd, at: cursor) }
        switch bytes[cursor] {
        case UInt8(ascii: "\""):
            return .string(try string(bytes))
        case UInt8(ascii: "{"):
            return try object(bytes)
        case UInt8(ascii: "["):
            return try array(bytes)
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            return try number(bytes)
        case UInt8(ascii: "t"):
            try word("true", bytes)
            return .bool(true)
        case UInt8(ascii: "f"):
            try word("false", bytes)
            return .bool(false)
        case UInt8(ascii: "n"):
            try word("null", bytes)
            return .null
        default:
            throw JSONError(.unexpectedByte, at: cursor)
        }
    }

    mutating func skipSpace(_ bytes: Span<UInt8>) {
        while cursor < bytes.count {
            switch bytes[cursor] {
            case 0x20, 0x09, 0x0A, 0x0D: cursor += 1
            default: return
            }
        }
    }

    private mutating func word(_ word: StaticString, _ bytes: Span<UInt8>) throws(JSONError) {
        for index in 0..<word.utf8CodeUnitCount {
            guard cursor < bytes.count else { throw JSONError(.unexpectedEnd, at: cursor) }
            guard bytes[cursor] == word.utf8Start[index] else { throw JSONError(.unexpectedByte, at: cursor) }
            cursor += 1
        }
    }

    // MARK: Arrays and objects

    private mutating func open() throws(JSONError) {
        guard remainingDepth > 0 else { throw JSONError(.tooDeep, at: cursor) }
        remainingDepth -= 1
        cursor += 1
    }

    /// After an element: `true` at a comma, `false` at the closing byte.
    private mutating func continues(until closing: UInt8, _ bytes: Span<UInt8>) throws(JSONError) -> Bool {
        skipSpace(bytes)
        guard cursor < bytes.count else { throw JSONError(.unexpectedEnd, at: cursor) }
        let byte = bytes[cursor]
        guard byte == closing || byte == UInt8(ascii: ",") else { throw JSONError(.unexpectedByte, at: cursor) }
        cursor += 1
        if byte == closing { remainingDepth += 1 }
        return byte != closing
    }

    private mutating func closesAtOnce(_ closing: UInt8, _ bytes: Span<UInt8>) -> Bool {
        skipSpace(bytes)
        guard cursor < bytes.count, bytes[cursor] == closing else { return false }
        cursor += 1
        remainingDepth += 1
        return true
    }

    private mutating func array(_ bytes: Span<UInt8>) throws(JSONError) -> JSONValue {
        try open()
        if closesAtOnce(UInt8(ascii: "]"), bytes) { return .array([]) }
        var elements: [JSONValue] = []
        elements.reserveCapacity(4)
        repeat {
            skipSpace(bytes)
            elements.append(try value(bytes))
        } while try continues(until: UInt8(ascii: "]"), bytes)
        return .array(elements)
    }

    private mutating func object(_ bytes: Span<UInt8>) throws(JSONError) -> JSONValue {
        let start = cursor
        try open()
        if closesAtOnce(UInt8(ascii: "}"), bytes) { return .object([]) }
        var members: [JSONValue.Member] = []
        // The outermost object of a text this long has about so many members; inner ones are mostly small.
        members.reserveCapacity(start == 0 ? min(32, max(4, bytes.count / 60)) : 4)
        var names = UniqueNames()
        repeat {
            skipSpace(bytes)
            guard cursor < bytes.count else { throw JSONError(.unexpectedEnd, at: cursor) }
            guard bytes[cursor] == UInt8(ascii: "\"") else { throw JSONError(.unexpectedByte, at: cursor) }
            let nameStart = cursor
            let name = try string(bytes)
            let written = lastStringIsPlain ? bytes.extracting((nameStart + 1)..<(cursor - 1)) : nil
            guard names.admits(name, written: written, after: members) else {
                throw JSONError(.duplicateName, at: nameStart)
            }
            skipSpace(bytes)
            guard cursor < bytes.count else { throw JSONError(.unexpectedEnd, at: cursor) }
            guard bytes[cursor] == UInt8(ascii: ":") else { throw JSONError(.unexpectedByte, at: cursor) }
            cursor += 1
            skipSpace(bytes)
            members.append(JSONValue.Member(name, try value(bytes)))
        } while try continues(until: UInt8(ascii: "}"), bytes)
        return .object(members)
    }

    // MARK: Strings

    private mutating func string(_ bytes: Span<UInt8>) throws(JSONError) -> String {
        let start = cursor + 1
        var index = bytes.endOfPlainText(from: start)
        var bits: UInt8 = 0
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                // The whole text was validated before, and no character is cut at a quotation mark.
                lastStringIsPlain = bits < 0x80
                let text = unsafe UTF8Span(unchecked: bytes.extracting(start..<index), isKnownASCII: lastStringIsPlain)
                cursor = index + 1
                return String(copying: text)
            }
            if byte == UInt8(ascii: "\\") {
                cursor = index
                lastStringIsPlain = false
                return try escapedString(bytes, from: start)
            }
            guard byte >= 0x20 else { throw JSONError(.controlCharacter, at: index) }
            bits |= byte
            index += 1
        }
        throw JSONError(.unexpectedEnd, at: index)
    }

    /// The slower way, taken from the first backslash on.
    private mutating func escapedString(_ bytes: Span<UInt8>, from start: Int) throws(JSONError) -> String {
        var text: [UInt8] = []
        for index in start..<cursor { text.append(bytes[index]) }
        while cursor < bytes.count {
            let byte = bytes[cursor]
            switch byte {
            case UInt8(ascii: "\""):
                cursor += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                try escape(bytes, into: &text)
            case 0..<0x20:
                throw JSONError(.controlCharacter, at: cursor)
            default:
                text.append(byte)
                cursor += 1
            }
        }
        throw JSONError(.unexpectedEnd, at: cursor)
    }

    private mutating func escape(_ bytes: Span<UInt8>, into text: inout [UInt8]) throws(JSONError) {
        let start = cursor
        cursor += 1
        guard cursor < bytes.count else { throw JSONError(.unexpectedEnd, at: cursor) }
        let kind = bytes[cursor]
        cursor += 1
        switch kind {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(kind)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"):
            let first = try fourHexDigits(bytes)
            var code = UInt32(first)
            if UTF16.isTrailSurrogate(first) { throw JSONError(.loneSurrogate, at: start) }
            if UTF16.isLeadSurrogate(first) {
                guard bytes.count - cursor >= 2, bytes[cursor] == UInt8(ascii: "\\"),
                    bytes[cursor + 1] == UInt8(ascii: "u")
                else { throw JSONError(.loneSurrogate, at: start) }
                cursor += 2
                let second = try fourHexDigits(bytes)
                guard UTF16.isTrailSurrogate(second) else { throw JSONError(.loneSurrogate, at: start) }
                code = 0x10000 + (UInt32(first) - 0xD800) << 10 + (UInt32(second) - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw JSONError(.loneSurrogate, at: start) }
            text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        default: throw JSONError(.invalidEscape, at: start)
        }
    }

    private mutating func fourHexDigits(_ bytes: Span<UInt8>) throws(JSONError) -> UInt16 {
        var number: UInt16 = 0
        for _ in 0..<4 {
            guard cursor < bytes.count else { throw JSONError(.unexpectedEnd, at: cursor) }
            let digit: UInt8
            switch bytes[cursor] {
            case let byte where (0x30...0x39).contains(byte): digit = byte - 0x30
            case let byte where (0x41...0x46).contains(byte): digit = byte - 0x41 + 10
            case let byte where (0x61...0x66).contains(byte): digit = byte - 0x61 + 10
            default: throw JSONError(.invalidEscape, at: cursor)
            }
            number = number << 4 | UInt16(digit)
            cursor += 1
        }
        return number
    }

    // MARK: Numbers

    private mutating func number(_ bytes: Span<UInt8>) throws(JSONError) -> JSONValue {
        let start = cursor
        let negative = bytes[cursor] == UInt8(ascii: "-")
        if negative { cursor += 1 }
        let firstDigit = cursor
        var integer: Int64? = 0
        while let digit = nextDigit(bytes) { integer = Self.extended(integer, by: digit, negative: negative) }
        try requireDigits(since: firstDigit, bytes)
        guard bytes[firstDigit] != UInt8(ascii: "0") || cursor == firstDigit + 1 else {
            throw JSONError(.invalidNumber, at: start)
        }
        if cursor < bytes.count, bytes[cursor] == UInt8(ascii: ".") {
            integer = nil
            cursor += 1
            try digits(bytes)
        }
        if cursor < bytes.count, bytes[cursor] | 0x20 == UInt8(ascii: "e") {
            integer = nil
            cursor += 1
            if cursor < bytes.count, bytes[cursor] == UInt8(ascii: "+") || bytes[cursor] == UInt8(ascii: "-") {
                cursor += 1
            }
            try digits(bytes)
        }
        if let integer { return .integer(integer) }
        let text = bytes.extracting(start..<cursor).withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
        guard let double = Double(text), double.isFinite else { throw JSONError(.numberOutOfRange, at: start) }
        return .number(double)
    }

    private static func extended(_ number: Int64?, by digit: UInt8, negative: Bool) -> Int64? {
        guard let number else { return nil }
        let (tenfold, overflow) = number.multipliedReportingOverflow(by: 10)
        let (sum, carry) =
            negative
            ? tenfold.subtractingReportingOverflow(Int64(digit)) : tenfold.addingReportingOverflow(Int64(digit))
        return overflow || carry ? nil : sum
    }

    private mutating func nextDigit(_ bytes: Span<UInt8>) -> UInt8? {
        guard cursor < bytes.count, (0x30...0x39).contains(bytes[cursor]) else { return nil }
        defer { cursor += 1 }
        return bytes[cursor] - 0x30
    }

    private mutating func digits(_ bytes: Span<UInt8>) throws(JSONError) {
        let first = cursor
        while nextDigit(bytes) != nil {}
        try requireDigits(since: first, bytes)
    }

    private func requireDigits(since first: Int, _ bytes: Span<UInt8>) throws(JSONError) {
        guard cursor == first else { return }
        throw JSONError(cursor < bytes.count ? .invalidNumber : .unexpectedEnd, at: cursor)
    }
}

/// Notices the second of two equal names.
///
/// A few bits of each name tell most new ones from all earlier ones; only where they cannot are names compared, and a set
/// takes over before that grows slow.
private struct UniqueNames {
    private var marks: (UInt64, UInt64) = (0, 0)
    private var many: Set<String>?

    /// `bytes` are the name's own where it is plain, and `nil` where it is not: equal names may then be written differently,
    /// with escapes or with characters that Unicode calls equivalent.
    mutating func admits(
        _ name: String, written bytes: Span<UInt8>?, after members: [JSONValue.Member]
    ) -> Bool {
        if members.count >= 32 {
            if many == nil { many = Set(members.map(\.name)) }
            return many?.insert(name).inserted ?? false
        }
        var seen = true
        if let bytes {
            let count = bytes.count
            var hash = UInt64(count)
            if count > 0 {
                hash |= UInt64(bytes[0]) << 8 | UInt64(bytes[count / 2]) << 16 | UInt64(bytes[count - 1]) << 24
            }
            hash &*= 0x9E37_79B9_7F4A_7C15
            let first: UInt64 = 1 << (hash >> 58)
            let second: UInt64 = 1 << (hash >> 52 & 63)
            seen = marks.0 & first != 0 && marks.1 & second != 0
            marks = (marks.0 | first, marks.1 | second)
        } else {
            marks = (.max, .max)
        }
        return !seen || !members.contains { $0.name == name }
    }
}
