/// Base64url without padding (RFC 4648 section 5, as RFC 7515 section 2 uses it), one text for each byte string.
///
/// Padding, line breaks, the standard alphabet and non-zero trailing bits are refused: two texts of one token would defeat
/// whoever compares tokens as text.
public enum Base64URL {
    public static func encode(_ bytes: some Sequence<UInt8>) -> String {
        String(decoding: encodedBytes([UInt8](bytes)), as: UTF8.self)
    }

    /// The same as ASCII bytes.
    public static func encodedBytes(_ bytes: [UInt8]) -> [UInt8] {
        var text: [UInt8] = []
        text.reserveCapacity(bytes.count / 3 * 4 + 4)
        var bits: UInt32 = 0
        var held: UInt32 = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            held += 8
            while held >= 6 {
                held -= 6
                text.append(letter(bits >> held & 63))
            }
        }
        if held > 0 { text.append(letter(bits << (6 - held) & 63)) }
        return text
    }

    /// The bytes of a canonical text, or `nil` where the text is not one.
    public static func decode(_ text: String) -> [UInt8]? {
        decode([UInt8](text.utf8).span)
    }

    public static func decode(_ text: Span<UInt8>) -> [UInt8]? {
        let whole = text.count / 4
        let rest = text.count % 4
        guard rest != 1 else { return nil }
        var invalid: UInt8 = 0
        var trailing: UInt8 = 0
        let values = values.span
        let bytes = [UInt8](unsafeUninitializedCapacity: whole * 3 + 2) { output, count in
            // Locals, which stay in registers; what the closure captures does not.
            var seen: UInt8 = 0
            var index = 0
            var place = 0
            while index < whole * 4 {
                let a = values[Int(text[index])]
                let b = values[Int(text[index + 1])]
                let c = values[Int(text[index + 2])]
                let d = values[Int(text[index + 3])]
                seen |= a | b | c | d
                output[place] = a << 2 | b >> 4
                output[place + 1] = b << 4 | c >> 2
                output[place + 2] = c << 6 | d
                index += 4
                place += 3
            }
            if rest > 0 {
                let a = values[Int(text[index])]
                let b = values[Int(text[index + 1])]
                let c = rest == 3 ? values[Int(text[index + 2])] : 0
                seen |= a | b | c
                output[place] = a << 2 | b >> 4
                output[place + 1] = b << 4 | c >> 2
                trailing = rest == 3 ? c & 3 : b & 15
                place += rest - 1
            }
            invalid = seen & 0xC0
            count = place
        }
        return invalid == 0 && trailing == 0 ? bytes : nil
    }

    private static func letter(_ value: UInt32) -> UInt8 {
        switch UInt8(truncatingIfNeeded: value) {
        case let value where value < 26: UInt8(ascii: "A") + value
        case let value where value < 52: UInt8(ascii: "a") + value - 26
        case let value where value < 62: UInt8(ascii: "0") + value - 52
        case 62: UInt8(ascii: "-")
        default: UInt8(ascii: "_")
        }
    }
}

/// What each byte stands for; 255 is no letter of the alphabet, and the only kind of value with its two top bits set.
private let values: [UInt8] = [
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255, 62, 255, 255, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 255, 255, 255, 255, 255, 255, 255, 0,
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22,
    23, 24, 25, 255, 255, 255, 255, 63, 255, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38,
    39, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
]
