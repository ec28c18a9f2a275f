import Foundation
import Testing
import Timekeeping

@testable import Settings

@Suite("The YAML reader")
struct HostileYAML {
    static let hostile: [(name: String, text: String, says: String)] = [
        ("nothing", "", "is empty"),
        ("only a comment", "# nothing\n", "is empty"),
        ("only a document mark", "---\n", "keys with values are wanted"),
        ("a list", "- a\n- b\n", "keys with values are wanted"),
        ("deep brackets", String(repeating: "[", count: 200_000), "YAML"),
        ("deep closed brackets", String(repeating: "[", count: 500) + String(repeating: "]", count: 500), "nested"),
        ("deep blocks", (0..<400).map { String(repeating: " ", count: $0) + "a:\n" }.joined(), "nested"),
        ("deep keys", String(repeating: "? ", count: 900) + "a\n", "nested"),
        (
            "deep keys in braces", String(repeating: "{", count: 900) + "a" + String(repeating: "}", count: 900),
            "nested"
        ),
        ("a key that is a list", "? [a, b]\n: c\n", "single word"),
        ("a key that is a mapping", "? {a: b}\n: c\n", "single word"),
        ("references that unfold", "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", "Anchors"),
        ("a reference to itself", "a: &a [*a]\n", "YAML"),
        ("a merge", "<<: {a: b}\n", "unknown"),
        ("a byte order mark inside", "id: a\u{FEFF}b\nid: c\n", "twice"),
        ("a null character", "id: a\0b\n", "YAML"),
        ("a lone surrogate in an escape", "id: \"\\uD800\"\n", "YAML"),
        ("a directive of another version", "%YAML 9.9\n---\nid: a\n", "YAML"),
        ("a directive of tags", "%TAG ! tag:example.com,2000:\n---\nid: !a b\n", "Tags"),
        ("an endless flow", "id: [a, b", "YAML"),
        ("carriage returns only", "id: a\rid: b\r", "twice"),
    ]

    @Test("refuses what is not plain configuration", arguments: hostile.indices)
    func refuses(_ index: Int) {
        let row = Self.hostile[index]
        let collector = DefectCollector()
        let file = SourceFile(name: "x.yaml", text: row.text, collector: collector)
        if let node = YAMLDocument.parse(file), let root = MappingReader(node, path: "", file: file, known: ["id"]) {
            _ = root.text("id")
        }
        let sentences = collector.defects.map(\.sentence)
        #expect(sentences.contains { $0.contains(row.says) }, "\(row.name): \(sentences)")
    }

    @Test("refuses a file that is too large, and one that is not UTF-8")
    func bounds() {
        #expect(throws: TextFile.Failure.self) {
            try TextFile.decode([UInt8](repeating: 32, count: 2 * 1024 * 1024 + 1))
        }
        #expect(throws: TextFile.Failure.self) { try TextFile.decode([0x61, 0xFF]) }
        #expect(throws: TextFile.Failure.self) { try TextFile.decode([0xC0, 0x80]) }
    }

    @Test("knows where values stand")
    func places() throws {
        let collector = DefectCollector()
        let file = SourceFile(name: "x.yaml", text: "a:\n  - b: 1\n    c: >-\n      text\n", collector: collector)
        let node = try #require(YAMLDocument.parse(file))
        let root = try #require(MappingReader(node, path: "", file: file, known: ["a"]))
        let item = try #require(root.mappings("a", known: ["b", "c"]).first)
        #expect(item.path == "a[0]")
        #expect(item.line == 2)
        #expect(item.line(of: "c") == 3)
        #expect(item.text("c") == "text")
        #expect(collector.defects.isEmpty)
    }

    @Test("never ends the process, whatever bytes the files hold", arguments: ShippedConfig.files.keys.sorted())
    func randomBytes(name: String) throws {
        let seed = UInt64.random(in: .min ... .max)
        var generator = SeededGenerator(seed: seed)
        let original = Array(try #require(ShippedConfig.files[name]).utf8)
        let tricky = Array("\"'[]{}:-#&*!|>%@`,? \n\t\r\0\u{FEFF}".utf8) + [0x80, 0xC2, 0xE2, 0xFF]
        for _ in 0..<12 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let place = Int.random(in: 0..<bytes.count, using: &generator)
                let byte =
                    Bool.random(using: &generator)
                    ? tricky[Int.random(in: 0..<tricky.count, using: &generator)]
                    : UInt8.random(in: 0...255, using: &generator)
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: bytes[place] = byte
                case 1: bytes.insert(byte, at: place)
                case 2: bytes.remove(at: place)
                default: bytes.removeSubrange(place..<min(bytes.count, place + 40))
                }
                if bytes.isEmpty { bytes = [byte] }
            }
            var files: [String: [UInt8]] = ["kits/go.yaml": [], "policies/1.yaml": [], "messages/en.yaml": []]
            files[name] = bytes
            do throws(ConfigurationDefects) {
                _ = try ShippedConfig.load(files)
            } catch {
                #expect(!error.defects.isEmpty, "seed \(seed)")
                for defect in error.defects {
                    let lines = String(decoding: bytes, as: UTF8.self).split(
                        omittingEmptySubsequences: false, whereSeparator: \.isNewline)
                    #expect((defect.line ?? 1) >= 1, "seed \(seed): \(defect)")
                    if defect.file == "Config/\(name)" {
                        #expect((defect.line ?? 1) <= lines.count + 1, "seed \(seed): \(defect)")
                    }
                }
            }
        }
    }
}
