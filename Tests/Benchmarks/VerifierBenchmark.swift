import Crypto
import Foundation
import OutcomeVerifier
import SignedOutcomes
import StrictJSON
import Timekeeping

/// Verifies one real token over and over, beside raw ES256 over the same bytes, in alternating rounds so that both meet the same noise.
struct VerifierBenchmark {
    private static let rounds = 30
    private static let iterations = 400

    func run() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "candor-bench-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let now = Instant(secondsSinceEpoch: 1_800_000_000)
        let ring = try KeyRing.open(directory: folder.appending(path: "keys").path(), now: now)
        guard let keyID = ring.activeKeyID(.outcomes), let signer = ring.signer(.outcomes),
            let statusKey = ring.activeKeyID(.status), let statusSigner = ring.signer(.status)
        else { throw Unusable() }
        let prepared = PreparedOutcome.prepare(Self.claims(at: now), keyID: keyID)
        let linted = try OutcomeLint().check(prepared)
        let token = [UInt8](try signer.sign(try SigningPermit(linted, stored: prepared.bytes)).text.utf8)
        let list = StatusListSnapshot([:]).prepare(uri: "https://candor.example/status/1", keyID: statusKey, at: now)
        let verifier = Verifier(
            keys: try TrustedKeys(ring.jwks),
            policy: VerificationPolicy(
                issuer: "https://candor.example", subject: Self.claims(at: now).subject, audience: "pl_bench"))
        let status = try verifier.statusList([UInt8](try statusSigner.sign(list.permit()).text.utf8))
        let raw = try RawVerification(token: token, keys: ring)
        let time = now.secondsSinceEpoch + 10
        guard case .accepted = verifier.verify(token, at: time, status: status), raw.verify() else { throw Unusable() }

        var ours: [Double] = []
        var theirs: [Double] = []
        for _ in 0..<Self.rounds {
            theirs.append(Self.seconds { _ = raw.verify() })
            ours.append(Self.seconds { _ = verifier.verify(token, at: time, status: status) })
        }
        // The best round of each is the one that the machine disturbed least.
        let (best, bestRaw) = (ours.min() ?? 0, theirs.min() ?? 0)
        print(
            """
            {"token_bytes":\(token.count),"verify_per_second":\(Int(1 / best)),"raw_per_second":\(Int(1 / bestRaw)),\
            "ratio":\((bestRaw / best * 1000).rounded() / 1000)}
            """)
    }

    private static func seconds(_ body: () -> Void) -> Double {
        let start = ContinuousClock.now
        for _ in 0..<iterations { body() }
        let elapsed = ContinuousClock.now - start
        return (Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18) / Double(iterations)
    }

    struct Unusable: Error {}

    /// ES256 and nothing else: the bytes are split and the signature decoded beforehand.
    private struct RawVerification {
        let input: Data
        let signature: P256.Signing.ECDSASignature
        let key: P256.Signing.PublicKey

        init(token: [UInt8], keys: KeyRing) throws {
            guard let dot = token.lastIndex(of: UInt8(ascii: ".")),
                let bytes = Base64URL.decode(String(decoding: token[(dot + 1)...], as: UTF8.self)),
                let id = keys.activeKeyID(.outcomes), let key = keys.trustedKeys?.keys[id]?.publicKey
            else { throw Unusable() }
            input = Data(token[..<dot])
            signature = try P256.Signing.ECDSASignature(rawRepresentation: bytes)
            self.key = key
        }

        func verify() -> Bool { key.isValidSignature(signature, for: input) }
    }

    private static func claims(at now: Instant) -> OutcomeClaims {
        let digest = Base64URL.encode(SHA256.hash(data: Data("bench".utf8)))
        func reference(_ id: String) -> OutcomeClaims.Reference { .init(id: id, sha256: digest) }
        return OutcomeClaims(
            issuer: "https://candor.example", subject: digest, audience: "pl_bench",
            identifier: "oc_0123456789abcdefghjkmnpqrs", issuedAt: now.secondsSinceEpoch,
            notBefore: now.secondsSinceEpoch, expires: (now + .days(365)).secondsSinceEpoch, outcome: .verified,
            skills: [
                .init(skill: "go", level: "senior", result: .demonstrated),
                .init(skill: "docker", level: "intermediate", result: .demonstrated),
                .init(skill: "openapi", level: nil, result: .notAssessed),
            ],
            mode: .video, connection: .init(verdict: .good, thresholds: "quality-1"), scope: reference("taxonomy-1"),
            kits: [reference("containers-1"), reference("go-1")], policy: reference("1"),
            scorecard: reference("iv_01m83qg6986k04d0k5sa287e5p"),
            verified: .init(
                trustFramework: "candor", policy: "policy-1", procedure: "iv_01m83qg6986k04d0k5sa287e5p",
                time: now.rfc3339, methods: ["vri", "pvr"], facts: ["country", "city"]),
            supersedes: nil, status: .init(index: 4711, uri: "https://candor.example/status/1"))
    }
}
