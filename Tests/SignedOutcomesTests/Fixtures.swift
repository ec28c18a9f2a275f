import Foundation
import OutcomeVerifier
import SignedOutcomes
import Testing
import Timekeeping

/// A folder that lasts as long as the test that holds it.
final class TemporaryFolder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory.appendingPathComponent("candor-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    var keys: String { path + "/keys" }

    func files(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    func mode(_ path: String) throws -> Int {
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        return try #require(attributes[.posixPermissions] as? Int)
    }

    func setMode(_ mode: Int, _ path: String) throws {
        try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: path)
    }
}

enum Fixture {
    static let now = Instant(rfc3339: "2026-11-24T12:00:00Z") ?? Instant(secondsSinceEpoch: 0)
    static let issuer = "https://candor.example.test"
    static let listURI = "https://candor.example.test/status/1"
    static let salt = [UInt8](repeating: 7, count: 32)

    static func reference(_ id: String) -> OutcomeClaims.Reference {
        SaltedDigest.reference(id: id, salt: salt, [UInt8]("the record of \(id)".utf8))
    }

    static func claims() -> OutcomeClaims {
        let issued = now.secondsSinceEpoch
        return OutcomeClaims(
            issuer: issuer, subject: "c3ViamVjdC1vZi1lbWluYS1vbi10aGUtcGxhdGZvcm0",
            audience: "pl_01j9marketplace", identifier: "oc_0123456789abcdefghjkmnpqrs",
            issuedAt: issued, notBefore: issued, expires: issued + 365 * 86_400, outcome: .verified,
            skills: [
                .init(skill: "go", level: "senior", result: .demonstrated),
                .init(skill: "docker", level: nil, result: .withdrawn),
            ],
            mode: .video, connection: .init(verdict: .good, thresholds: "v1"), scope: reference("sc_1"),
            kits: [reference("go@1"), reference("containers@1")], policy: reference("policy-v1"),
            scorecard: reference("iv_1"),
            verified: .init(
                trustFramework: "candor", policy: "policy-v1", procedure: "live-interview", time: now.rfc3339,
                methods: ["vri", "pvr"], facts: ["country", "city"]),
            supersedes: nil, status: .init(index: 77, uri: listURI))
    }
}
