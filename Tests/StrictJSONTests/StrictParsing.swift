import StrictJSON
import Testing

@Suite struct StrictParsing {
    @Test(
        arguments: [
            ("null", JSONValue.null),
            (" \t\r\n true ", true),
            ("false", false),
            ("0", 0),
            ("-0", 0),
            ("9223372036854775807", .integer(.max)),
            ("-9223372036854775808", .integer(.min)),
            ("9223372036854775808", .number(9_223_372_036_854_775_808)),
            ("1.0", .number(1)),
            ("1e2", .number(100)),
            ("-2.5E-1", .number(-0.25)),
            ("1e-400", .number(0)),
            (#""""#, ""),
            (#""a\"\\\/\b\f\n\r\t\u00e9""#, "a\"\\/\u{8}\u{c}\n\r\té"),
            (#""\uD83D\uDE00""#, "😀"),
            (#""Sarajevo · Ćiril · 😀""#, "Sarajevo · Ćiril · 😀"),
            ("\"\u{7f}\u{2028}\"", "\u{7f}\u{2028}"),
            ("[]", []),
            ("{ }", .object([])),
            (#"[1,[2],{"a":null}]"#, [1, [2], ["a": nil]]),
            (#"{"b":1,"a":{"c":[true,"x"]}}"#, ["b": 1, "a": ["c": [true, "x"]]]),
        ] as [(String, JSONValue)])
    func `a JSON text is read as what it says`(text: String, expected: JSONValue) throws {
        #expect(try JSONValue.parse(text) == expected)
    }

    @Test(arguments: [
        ("", JSONError.Code.unexpectedEnd, 0),
        ("  ", .unexpectedEnd, 2),
        ("tru", .unexpectedEnd, 3),
        ("trux", .unexpectedByte, 3),
        ("NaN", .unexpectedByte, 0),
        ("Infinity", .unexpectedByte, 0),
        ("'a'", .unexpectedByte, 0),
        ("// c\n1", .unexpectedByte, 0),
        ("1 2", .trailingText, 2),
        ("{}x", .trailingText, 2),
        ("null\u{0}", .trailingText, 4),
        ("[1,]", .unexpectedByte, 3),
        ("[1", .unexpectedEnd, 2),
        ("[1}", .unexpectedByte, 2),
        (#"{"a":1,}"#, .unexpectedByte, 7),
        (#"{"a" 1}"#, .unexpectedByte, 5),
        (#"{"a"}"#, .unexpectedByte, 4),
        (#"{a:1}"#, .unexpectedByte, 1),
        (#"{"a""#, .unexpectedEnd, 4),
        (#"{"a":"#, .unexpectedEnd, 5),
        ("{", .unexpectedEnd, 1),
        (#"{"a":1,"a":2}"#, .duplicateName, 7),
        (#"{"a":1,"\u0061":2}"#, .duplicateName, 7),
        (#"{"x":{"a":1,"b":2,"a":3}}"#, .duplicateName, 18),
        ("{\"\u{e9}\":1,\"e\u{301}\":2}", .duplicateName, 8),
        (#""abc"#, .unexpectedEnd, 4),
        ("\"a\nb\"", .controlCharacter, 2),
        ("\"\\n\u{1}\"", .controlCharacter, 3),
        (#""\x""#, .invalidEscape, 1),
        (#""\u12G4""#, .invalidEscape, 5),
        (#""\u12"#, .unexpectedEnd, 5),
        (#""\"#, .unexpectedEnd, 2),
        (#""\uD83D""#, .loneSurrogate, 1),
        (#""\uDE00""#, .loneSurrogate, 1),
        (#""\uD83D\u0041""#, .loneSurrogate, 1),
        (#""\uD83D\n""#, .loneSurrogate, 1),
        ("01", .invalidNumber, 0),
        ("-", .unexpectedEnd, 1),
        ("-a", .invalidNumber, 1),
        ("+1", .unexpectedByte, 0),
        (".5", .unexpectedByte, 0),
        ("1.", .unexpectedEnd, 2),
        ("1.e1", .invalidNumber, 2),
        ("1e", .unexpectedEnd, 2),
        ("1e+", .unexpectedEnd, 3),
        ("0x10", .trailingText, 1),
        ("1e400", .numberOutOfRange, 0),
        ("-1e400", .numberOutOfRange, 0),
    ])
    func `what is not strict JSON is refused with its place`(text: String, code: JSONError.Code, offset: Int) {
        let error = #expect(throws: JSONError.self) { try JSONValue.parse(text) }
        #expect(error?.code == code)
        #expect(error?.offset == offset)
        #expect(error?.description.hasSuffix(".") == true)
    }

    @Test(
        arguments: [
            ([0x22, 0xFF, 0x22], JSONError.Code.invalidUTF8, 1),
            ([0x22, 0xC0, 0xAF, 0x22], .invalidUTF8, 1),
            ([0x22, 0xED, 0xA0, 0x80, 0x22], .invalidUTF8, 1),
            ([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], .invalidUTF8, 1),
            ([0x22, 0xE2, 0x82, 0x22], .invalidUTF8, 1),
            ([0xEF, 0xBB, 0xBF, 0x31], .byteOrderMark, 0),
            ([0x31, 0x00], .trailingText, 1),
        ] as [([UInt8], JSONError.Code, Int)])
    func `bytes that are not plain UTF-8 are refused`(bytes: [UInt8], code: JSONError.Code, offset: Int) {
        let error = #expect(throws: JSONError.self) { try JSONValue.parse(bytes) }
        #expect(error?.code == code)
        #expect(error?.offset == offset)
    }

    @Test func `depth and size are limited`() throws {
        func nested(_ depth: Int) -> String {
            String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
        }
        #expect(throws: Never.self) { try JSONValue.parse(nested(64)) }
        #expect(throws: Never.self) { try JSONValue.parse("[" + nested(63) + "," + nested(63) + "]") }
        #expect(throws: JSONError.self) { try JSONValue.parse(nested(65)) }
        #expect(throws: JSONError.self) { try JSONValue.parse(String(repeating: "[", count: 1_000_000)) }
        #expect(throws: JSONError.self) { try JSONValue.parse(String(repeating: #"{"a":"#, count: 100_000)) }
        #expect(throws: Never.self) { try JSONValue.parse("[12]", limits: JSONLimits(bytes: 4)) }
        let error = #expect(throws: JSONError.self) { try JSONValue.parse("[123]", limits: JSONLimits(bytes: 4)) }
        #expect(error?.code == .tooLarge)
    }

    @Test func `a duplicate among very many names is found`() throws {
        let names = (0..<20_000).map { #""n\#($0)":1"# }
        #expect(throws: Never.self) { try JSONValue.parse("{" + names.joined(separator: ",") + "}") }
        for repeated in [0, 15, 16, 17, 19_999] {
            let text = "{" + names.joined(separator: ",") + #","n\#(repeated)":2}"#
            let error = #expect(throws: JSONError.self) { try JSONValue.parse(text) }
            #expect(error?.code == .duplicateName)
        }
    }

    @Test(arguments: [UInt64](1...30))
    func `exactly the objects with a repeated name are refused, however the name is written`(seed: UInt64) {
        var random = SplitMix(state: seed)
        for _ in 0..<100 {
            var written: [String] = []
            var names: [String] = []
            for _ in 0..<Int.random(in: 1...40, using: &random) {
                let chosen = (0..<Int.random(in: 0...8, using: &random)).map { _ in
                    Int.random(in: 0..<letters.count, using: &random)
                }
                written.append(chosen.map { letters[$0] }.joined())
                names.append(chosen.map { meanings[$0] }.joined())
            }
            let text = "{" + written.map { #""\#($0)":0"# }.joined(separator: ",") + "}"
            let accepted = (try? JSONValue.parse(text)) != nil
            #expect(accepted == (Set(names).count == names.count), "seed \(seed): \(text)")
        }
    }

    private let letters = ["a", "b", "\\u0061", "\\u0062", "é", "\\u00e9", "\\/", "/"]
    private let meanings = ["a", "b", "a", "b", "é", "é", "/", "/"]

    @Test func `what needs a closer look is seen at every place of a string`() throws {
        for length in 0..<40 {
            for place in 0...length {
                let before = String(repeating: "x", count: place)
                let after = String(repeating: "~", count: length - place)
                for (written, meant) in [("\\\"", "\""), ("\\n", "\n"), ("é", "é"), ("\u{7f}", "\u{7f}"), (" ", " ")] {
                    let value = try JSONValue.parse("[\"" + before + written + after + "\"]")
                    #expect(value == [.string(before + meant + after)])
                }
                let error = #expect(throws: JSONError.self) {
                    try JSONValue.parse("\"" + before + "\u{1f}" + after + "\"")
                }
                #expect(error?.code == .controlCharacter)
                #expect(error?.offset == place + 1)
            }
        }
    }

    @Test func `any sequence of bytes can be read`() throws {
        let bytes = [UInt8](#"{"a":[1]}"#.utf8)
        let expected: JSONValue = ["a": [1]]
        #expect(try JSONValue.parse(bytes[0...]) == expected)
        #expect(try bytes.withUnsafeBytes { try JSONValue.parse($0) } == expected)
        #expect(try JSONValue.parse(bytes.span) == expected)
    }
}
