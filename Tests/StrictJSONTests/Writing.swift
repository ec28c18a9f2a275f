import StrictJSON
import Testing

@Suite struct Writing {
    @Test(
        arguments: [
            (nil, "null"),
            (["b": 1, "a": [true, false, nil]], #"{"b":1,"a":[true,false,null]}"#),
            ("a/b\"\\\u{8}\u{9}\u{a}\u{c}\u{d}\u{1f}\u{7f}é😀", "\"a/b\\\"\\\\\\b\\t\\n\\f\\r\\u001f\u{7f}é😀\""),
            (.integer(.min), "-9223372036854775808"),
            (1.5, "1.5"),
            (.number(.infinity), "null"),
            ([], "[]"),
            (.object([]), "{}"),
        ] as [(JSONValue, String)])
    func `values are written without spaces and with the least escaping`(value: JSONValue, text: String) {
        #expect(value.text() == text)
    }

    @Test func `sorted names follow their UTF-8 bytes at every level`() {
        let value: JSONValue = [
            "é": 1, "z": ["b": [["y": 1, "x": 2]], "a": 0], "a": 2, "\u{10000}": 3, "\u{ffff}": 4,
        ]
        #expect(
            value.text(sortedKeys: true)
                == "{\"a\":2,\"z\":{\"a\":0,\"b\":[{\"x\":2,\"y\":1}]},\"é\":1,\"\u{ffff}\":4,\"\u{10000}\":3}")
    }

    @Test func `absent members are left out and null ones are kept`() {
        let value = JSONValue.object(omittingAbsent: ["a": nil, "b": .some(.null), "c": 1])
        #expect(value.text() == #"{"b":null,"c":1}"#)
    }

    @Test func `accessors give what is there and convert nothing`() {
        let value: JSONValue = ["s": "x", "i": 3, "n": 2.5, "b": true, "a": [1], "z": nil]
        #expect(value["s"]?.stringValue == "x")
        #expect(value["i"]?.integerValue == 3)
        #expect(value["i"]?.numberValue == 3)
        #expect(value["n"]?.numberValue == 2.5)
        #expect(value["n"]?.integerValue == nil)
        #expect(value["b"]?.boolValue == true)
        #expect(value["a"]?.arrayValue == [1])
        #expect(value["z"]?.isNull == true)
        #expect(value["absent"] == nil)
        #expect(value.members?.map(\.name) == ["s", "i", "n", "b", "a", "z"])
        #expect(value["s"]?["s"] == nil)
    }

    @Test(arguments: [UInt64](1...40))
    func `whatever is written is read back equal`(seed: UInt64) throws {
        var random = SplitMix(state: seed)
        for _ in 0..<50 {
            let value = JSONValue.random(depth: 4, using: &random)
            #expect(try JSONValue.parse(value.serialized()) == value, "seed \(seed)")
            let sorted = value.serialized(sortedKeys: true)
            #expect(try JSONValue.parse(sorted).serialized(sortedKeys: true) == sorted, "seed \(seed)")
        }
    }

    @Test(arguments: [UInt64](1...40))
    func `mutilated texts never end the process`(seed: UInt64) {
        var random = SplitMix(state: seed)
        for _ in 0..<100 {
            var bytes = JSONValue.random(depth: 3, using: &random).serialized()
            for _ in 0..<Int.random(in: 1...3, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                bytes[place] = UInt8.random(in: 0...255, using: &random)
            }
            if Bool.random(using: &random) { bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random)) }
            if let value = try? JSONValue.parse(bytes) {
                #expect((try? JSONValue.parse(value.serialized())) == value, "seed \(seed)")
            }
        }
    }
}

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

extension JSONValue {
    static func random(depth: Int, using random: inout SplitMix) -> JSONValue {
        switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &random) {
        case 0: return .null
        case 1: return .bool(.random(using: &random))
        case 2: return .integer(Int64(truncatingIfNeeded: random.next()))
        case 3:
            let double = Double(bitPattern: random.next())
            return .number(double.isFinite ? double : 0.5)
        case 4: return .string(text(using: &random))
        case 5:
            return .array(
                (0..<Int.random(in: 0...5, using: &random)).map { _ in self.random(depth: depth - 1, using: &random) })
        default:
            return .object(
                (0..<Int.random(in: 0...20, using: &random)).map {
                    Member("\($0)" + text(using: &random), self.random(depth: depth - 1, using: &random))
                })
        }
    }

    private static func text(using random: inout SplitMix) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...20, using: &random) {
            let bound: UInt32 = [0x20, 0x80, 0x800, 0x10000, 0x110000].randomElement(using: &random) ?? 0x80
            text.append(Unicode.Scalar(UInt32.random(in: 0..<bound, using: &random)) ?? "x")
        }
        return String(text)
    }
}
