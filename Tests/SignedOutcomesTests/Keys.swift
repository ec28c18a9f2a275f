import Crypto
import Foundation
import OutcomeVerifier
import SignedOutcomes
import StrictJSON
import Testing
import Timekeeping

@Suite struct Keys {
    let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    func open() throws -> KeyRing { try KeyRing.open(directory: folder.keys, now: Fixture.now) }

    func pem(_ purpose: KeyPurpose) throws -> String {
        let name = try folder.files(folder.keys).first { $0.hasPrefix(purpose.rawValue) && $0.hasSuffix(".pem") }
        return folder.keys + "/" + (try #require(name))
    }

    @Test func `the first start makes one key for each purpose, readable by the owner alone`() throws {
        let ring = try open()
        #expect(ring.entries.map(\.purpose) == [.outcomes, .status])
        #expect(ring.entries.allSatisfy { $0.state == .active && $0.createdAt == Fixture.now })
        #expect(try folder.mode(folder.keys) == 0o700)
        let files = try folder.files(folder.keys)
        #expect(
            Set(files)
                == Set(["keys.json"] + ring.entries.map { "\($0.purpose.rawValue)-\($0.id).pem" }))
        for file in files { #expect(try folder.mode(folder.keys + "/" + file) == 0o600) }
        let pem = try String(contentsOfFile: pem(.outcomes), encoding: .utf8)
        #expect(pem.hasPrefix("-----BEGIN PRIVATE KEY-----\n"))
    }

    @Test func `the second start finds the same keys and writes nothing`() throws {
        let first = try open()
        let before = try folder.files(folder.keys)
        let second = try KeyRing.open(directory: folder.keys, now: Fixture.now + .days(1))
        #expect(first.entries == second.entries)
        #expect(first.jwks == second.jwks)
        #expect(try folder.files(folder.keys) == before)
    }

    @Test func `two processes that start at once end up with the same keys`() async throws {
        let directory = folder.keys
        let rings = try await withThrowingTaskGroup(of: [KeyEntry].self) { group in
            for _ in 0..<8 { group.addTask { try KeyRing.open(directory: directory, now: Fixture.now).entries } }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        #expect(rings.allSatisfy { $0 == rings[0] })
        #expect(try folder.files(folder.keys).allSatisfy { !$0.hasSuffix(".new") })
    }

    @Test func `the key set names every key by its thumbprint and holds nothing private`() throws {
        let ring = try open()
        let set = try JSONValue.parse(ring.jwks)
        let keys = try #require(set["keys"]?.arrayValue)
        #expect(keys.compactMap { $0["kid"]?.stringValue } == ring.entries.map(\.id))
        for key in keys {
            #expect(key["use"] == "sig")
            #expect(key["alg"] == "ES256")
            #expect(Set(key.members?.map(\.name) ?? []) == ["kty", "crv", "x", "y", "use", "alg", "kid", "purpose"])
        }
        let trusted = try TrustedKeys(ring.jwks)
        #expect(trusted.skipped.isEmpty)
        #expect(trusted.keys.count == 2)
        #expect(ring.activeKeyID(.status) == ring.entries[1].id)
    }

    @Test(arguments: [0o640, 0o604, 0o644, 0o620, 0o601])
    func `a file that others can reach is refused with a way to mend it`(mode: Int) throws {
        _ = try open()
        for path in [try pem(.outcomes), try pem(.status), folder.keys + "/keys.json"] {
            try folder.setMode(mode, path)
            let error = #expect(throws: KeyFileError.self) { try open() }
            #expect(error?.kind == .tooOpen(mode: UInt32(mode)))
            #expect(error?.path == path)
            #expect(error?.description.contains("chmod go= '\(path)'") == true)
            try folder.setMode(0o600, path)
        }
        #expect(throws: Never.self) { try open() }
    }

    @Test func `a folder that others can enter is refused`() throws {
        _ = try open()
        try folder.setMode(0o750, folder.keys)
        let error = #expect(throws: KeyFileError.self) { try open() }
        #expect(error?.kind == .tooOpen(mode: 0o750))
        try folder.setMode(0o700, folder.keys)
    }

    @Test func `a lost key is an error, never a new key`() throws {
        _ = try open()
        let path = try pem(.outcomes)
        try FileManager.default.removeItem(atPath: path)
        let error = #expect(throws: KeyFileError.self) { try open() }
        #expect(error?.kind == .missing)
        #expect(error?.path == path)
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test func `a key under another's name is refused`() throws {
        _ = try open()
        let outcomes = try pem(.outcomes)
        let other = P256.Signing.PrivateKey().pemRepresentation
        try Data(other.utf8).write(to: URL(fileURLWithPath: outcomes))
        try folder.setMode(0o600, outcomes)
        let error = #expect(throws: KeyFileError.self) { try open() }
        #expect(error?.kind == .otherKey)
    }

    @Test func `a link in the place of a key is not followed`() throws {
        _ = try open()
        let path = try pem(.outcomes)
        try FileManager.default.moveItem(atPath: path, toPath: folder.path + "/elsewhere.pem")
        try FileManager.default.createSymbolicLink(
            atPath: path, withDestinationPath: folder.path + "/elsewhere.pem")
        let error = #expect(throws: KeyFileError.self) { try open() }
        #expect(error?.kind == .notAFile)
    }

    @Test(
        arguments: [
            ("keys.json", "", .invalidManifest), ("keys.json", "{}", .invalidManifest),
            ("keys.json", #"{"version":2,"keys":[]}"#, .invalidManifest),
            ("keys.json", #"{"version":1,"keys":[{"kid":"../x"}]}"#, .invalidManifest),
            ("keys.json", #"{"version":1,"keys":[]}"#, .noActiveKey(.outcomes)),
            ("pem", "", .invalidKey),
            ("pem", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n", .invalidKey),
            ("pem", String(repeating: "x", count: 100_000), .tooLarge),
        ] as [(String, String, KeyFileError.Kind)])
    func `a damaged file is named`(file: String, text: String, kind: KeyFileError.Kind) throws {
        _ = try open()
        let path = file == "pem" ? try pem(.status) : folder.keys + "/" + file
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        try folder.setMode(0o600, path)
        let error = #expect(throws: KeyFileError.self) { try open() }
        #expect(error?.kind == kind)
        #expect(error?.path == path)
        #expect(error?.description.contains(path) == true)
    }

    @Test func `key files without a manifest, from an interrupted first start, are not used`() throws {
        let first = try open()
        try FileManager.default.removeItem(atPath: folder.keys + "/keys.json")
        let second = try open()
        #expect(Set(first.entries.map(\.id)).isDisjoint(with: second.entries.map(\.id)))
    }

    @Test func `a parent that does not exist is an error`() {
        #expect(throws: KeyFileError.self) {
            try KeyRing.open(directory: folder.path + "/no/such/parent", now: Fixture.now)
        }
    }
}

@Suite struct Secrets {
    @Test func `the secret is made once, with mode 0600`() throws {
        let folder = try TemporaryFolder()
        let first = try ServerSecret.open(directory: folder.keys)
        let second = try ServerSecret.open(directory: folder.keys)
        #expect(first.subject(platform: "p", reference: "r") == second.subject(platform: "p", reference: "r"))
        let path = folder.keys + "/server.secret"
        #expect(try folder.mode(path) == 0o600)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count == 32)
        try folder.setMode(0o644, path)
        #expect(throws: KeyFileError.self) { try ServerSecret.open(directory: folder.keys) }
        try folder.setMode(0o600, path)
        try Data([1, 2, 3]).write(to: URL(fileURLWithPath: path))
        try folder.setMode(0o600, path)
        let error = #expect(throws: KeyFileError.self) { try ServerSecret.open(directory: folder.keys) }
        #expect(error?.kind == .invalidSecret)
    }

    /// Computed with Python's `hmac` and the `cryptography` package's HKDF.
    @Test func `subjects are stable for ever`() throws {
        let secret = try #require(ServerSecret([UInt8](0..<32)))
        #expect(
            secret.subject(platform: "pl_1", reference: "freelancer-4711")
                == "0OkuMahyryrx0JFCQEXVee1fDeZPQL3GpSfQu-W6IGY")
    }

    @Test func `subjects differ by platform, reference, secret and where one ends`() throws {
        let secret = try #require(ServerSecret([UInt8](0..<32)))
        let other = try #require(ServerSecret([UInt8](1...32)))
        let subjects = [
            secret.subject(platform: "ab", reference: "c"), secret.subject(platform: "a", reference: "bc"),
            secret.subject(platform: "abc", reference: ""), secret.subject(platform: "", reference: "abc"),
            other.subject(platform: "ab", reference: "c"),
        ]
        #expect(Set(subjects).count == subjects.count)
        #expect(subjects.allSatisfy { Base64URL.decode($0)?.count == 32 })
    }

    @Test func `token hashes differ by kind`() throws {
        let secret = try #require(ServerSecret([UInt8](0..<32)))
        #expect(secret.tokenHash("x", kind: "a") == secret.tokenHash("x", kind: "a"))
        #expect(secret.tokenHash("x", kind: "a") != secret.tokenHash("x", kind: "b"))
        #expect(ServerSecret([1, 2, 3]) == nil)
    }

    @Test func `what is sealed opens only whole and where it belongs`() throws {
        let secret = try #require(ServerSecret([UInt8](0..<32)))
        let text = [UInt8]("ct_secret".utf8)
        let sealed = try secret.seal(text, context: "key 1")
        #expect(secret.unseal(sealed, context: "key 1") == text)
        #expect(secret.unseal(sealed, context: "key 2") == nil)
        #expect(try secret.seal(text, context: "key 1") != sealed)
        for place in sealed.indices {
            var altered = sealed
            altered[place] ^= 1
            #expect(secret.unseal(altered, context: "key 1") == nil)
        }
        for length in 0..<sealed.count { #expect(secret.unseal(Array(sealed.prefix(length)), context: "key 1") == nil) }
        #expect(secret.unseal(try secret.seal([], context: ""), context: "") == [])
    }

    @Test func `salted digests depend on salt and text, and on where one ends`() {
        let digests = [
            SaltedDigest.sha256(salt: [1, 2], [3]), SaltedDigest.sha256(salt: [1], [2, 3]),
            SaltedDigest.sha256(salt: [1, 2], [4]), SaltedDigest.sha256(salt: [], [1, 2, 3]),
        ]
        #expect(Set(digests).count == digests.count)
        #expect(digests.allSatisfy { Base64URL.decode($0)?.count == 32 })
    }

    @Test func `random identifiers are long, plain and different`() {
        var random = SeededGenerator(seed: 1)
        let identifiers = (0..<1000).map { _ in RandomText.outcomeIdentifier(using: &random) }
        #expect(Set(identifiers).count == 1000)
        #expect(identifiers.allSatisfy { $0.hasPrefix("oc_") && $0.utf8.count == 29 })
        #expect(Set(identifiers.flatMap { $0.dropFirst(3) }).isDisjoint(with: "ilou"))
    }
}
