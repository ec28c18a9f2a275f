import Foundation
import Testing

@testable import Workflow

@Suite("Password hashes") struct PasswordHashes {
    static func hex(_ text: String) -> [UInt8] {
        let digits = Array(text.filter { $0 != " " })
        return stride(from: 0, to: digits.count, by: 2).compactMap { UInt8(String(digits[$0...($0 + 1)]), radix: 16) }
    }

    @Test(
        "are scrypt's, by the vectors of RFC 7914 section 12",
        arguments: [
            (
                "password", "NaCl", 10, 8, 16,
                "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640"
            ),
            (
                "pleaseletmein", "SodiumChloride", 14, 8, 1,
                "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887"
            ),
        ])
    func vectors(password: String, salt: String, cost: Int, block: Int, lanes: Int, expected: String) throws {
        let hash = PasswordHash(
            costLog2: cost, blockSize: block, parallelism: lanes, salt: Array(salt.utf8), hash: Self.hex(expected))
        #expect(try hash.derived(from: Array(password.utf8)) == Self.hex(expected))
        #expect(try hash.matches(Password(password)))
        #expect(try hash.matches(Password(" \(password)\n")))
        #expect(try !hash.matches(Password(password + ".")))
    }

    @Test("read what they write, whatever salt and hash", arguments: 0..<64)
    func roundTrip(seed: Int) throws {
        func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: seed &* 31 &+ $0 &* 7) } }
        let hash = PasswordHash(
            costLog2: 4 + seed % 14, blockSize: 1 + seed % 8, parallelism: 1 + seed % 16, salt: bytes(8 + seed % 57),
            hash: bytes(16 + seed % 49))
        #expect(PasswordHash(hash.text) == hash)
        #expect(hash.text.hasPrefix("$scrypt$ln="))
        #expect(!hash.text.contains("=" + "$"))
    }

    private static let salt = "AAECAwQFBgcICQoLDA0ODw"
    private static let hash = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
    static let good = "$scrypt$ln=15,r=8,p=1$\(salt)$\(hash)"

    /// Each is the good one with a single thing wrong.
    static let broken: [(defect: String, text: String)] = [
        ("empty", ""),
        ("only the mark", "$"),
        ("nothing before the mark is missing", String(good.dropFirst())),
        ("another algorithm", good.replacing("scrypt", with: "argon2id")),
        ("algorithm in capitals", good.replacing("scrypt", with: "SCRYPT")),
        ("a version field", good.replacing("$ln", with: "$v=1$ln")),
        ("parameters missing", "$scrypt$\(salt)$\(hash)"),
        ("parameters in another order", good.replacing("ln=15,r=8", with: "r=8,ln=15")),
        ("a parameter missing", good.replacing(",p=1", with: "")),
        ("a parameter too many", good.replacing(",p=1", with: ",p=1,x=1")),
        ("a parameter twice", good.replacing(",p=1", with: ",p=1,p=1")),
        ("no number", good.replacing("ln=15", with: "ln=")),
        ("a sign", good.replacing("ln=15", with: "ln=+15")),
        ("a negative number", good.replacing("ln=15", with: "ln=-15")),
        ("a zero in front", good.replacing("ln=15", with: "ln=015")),
        ("a space", good.replacing("ln=15", with: "ln= 15")),
        ("digits of another script", good.replacing("ln=15", with: "ln=١٥")),
        ("a cost that takes a gigabyte", good.replacing("ln=15", with: "ln=20")),
        ("a cost beyond integers", good.replacing("ln=15", with: "ln=99999999999999999999")),
        ("a cost of nothing", good.replacing("ln=15", with: "ln=0")),
        ("blocks too large", good.replacing("r=8", with: "r=9")),
        ("no lanes", good.replacing("p=1", with: "p=0")),
        ("too many lanes", good.replacing("p=1", with: "p=17")),
        ("no salt", good.replacing(salt, with: "")),
        ("a short salt", good.replacing(salt, with: "AAEC")),
        ("padding", good.replacing(salt, with: salt + "==")),
        ("bits left over", good.replacing(salt, with: String(salt.dropLast()) + "x")),
        ("the alphabet of URLs", good.replacing(hash, with: String(hash.dropLast(4)) + "-_-_")),
        ("a line break in the salt", good.replacing("AAEC", with: "AA\nEC")),
        ("no hash", "$scrypt$ln=15,r=8,p=1$\(salt)$"),
        ("hash missing", "$scrypt$ln=15,r=8,p=1$\(salt)"),
        ("a short hash", good.replacing(hash, with: salt.prefix(16))),
        ("an endless hash", good + String(repeating: "A", count: 10_000)),
        ("something behind", good + "$"),
        ("a line break behind", good + "\n"),
        ("a NUL behind", good + "\0"),
    ]

    @Test("that are broken are not read", arguments: broken.indices)
    func defects(_ index: Int) {
        #expect(PasswordHash(Self.broken[index].text) == nil, "\(Self.broken[index].defect)")
    }

    @Test("of the good text are read") func goodText() throws {
        let hash = try #require(PasswordHash(Self.good))
        #expect(hash.costLog2 == 15 && hash.salt == Array(0..<16) && hash.hash == Array(0..<32))
        #expect(hash.text == Self.good)
    }

    @Test("do not care how a keyboard spells a letter") func normalised() throws {
        let hash = try PasswordHash.derive(Password("Zu\u{308}rich am Abend"), costLog2: 4, salt: Array(0..<16))
        #expect(try hash.matches(Password("Z\u{fc}rich am Abend")))
        #expect(try !hash.matches(Password("Zurich am Abend")))
    }

    @Test(
        "are made of twelve to two hundred characters of any script",
        arguments: [
            ("elevenchars", "at least 12"), ("twelve chars", nil), ("كلمة السر الطويلة", nil), ("一二三四五六七八九十百千", nil),
            ("🦊🦊🦊🐙🐙🐙🦉🦉🦉🐢🐢🐢", nil), (String(repeating: "abcd", count: 50), nil),
            (String(repeating: "abcd", count: 50) + "e", "at most 200"),
            (String(repeating: "é", count: 100_000), "at most 200"),
            ("tabs\tinside it", "control"), ("aaaaaaaaaaaaaaaaaa", "different"), ("", "at least 12"),
            ("Reviewer@staff.example", "address"), ("            ", "at least 12"), (" eleven char ", "at least 12"),
        ] as [(String, String?)])
    func rules(typed: String, says: String?) {
        let defect = Password(typed).defect(email: "reviewer@staff.example")
        if let says {
            #expect(defect?.sentence.contains(says) == true, "\(defect?.sentence ?? "accepted")")
        } else {
            #expect(defect == nil)
        }
    }
}
