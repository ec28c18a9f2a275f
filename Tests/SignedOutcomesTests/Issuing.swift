import Crypto
import Foundation
import OutcomeVerifier
import SignedOutcomes
import StrictJSON
import Testing
import Timekeeping

@Suite struct Issuing {
    let folder: TemporaryFolder
    let ring: KeyRing
    let keyID: String
    let signer: FileKeySigner

    init() throws {
        folder = try TemporaryFolder()
        ring = try KeyRing.open(directory: folder.keys, now: Fixture.now)
        keyID = try #require(ring.activeKeyID(.outcomes))
        signer = try #require(ring.signer(.outcomes))
    }

    func issue(_ claims: OutcomeClaims) throws -> SignedToken {
        let prepared = PreparedOutcome.prepare(claims, keyID: keyID)
        let linted = try OutcomeLint().check(prepared)
        return try signer.sign(SigningPermit(linted, stored: prepared.bytes))
    }

    func verifier(_ policy: VerificationPolicy = VerificationPolicy(requiresStatus: false)) throws -> Verifier {
        Verifier(keys: try #require(ring.trustedKeys), policy: policy)
    }

    @Test func `an outcome is prepared, linted, stored, signed and verified`() throws {
        let claims = Fixture.claims()
        let token = try issue(claims)
        #expect(
            token.text.hasPrefix(String(decoding: PreparedOutcome.prepare(claims, keyID: keyID).bytes, as: UTF8.self)))
        #expect(token.digest == PreparedOutcome.prepare(claims, keyID: keyID).digest)
        let verdict = try verifier().verify(token.text, at: Fixture.now.secondsSinceEpoch)
        guard case .accepted(let outcome) = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect(outcome.claims == claims)
        let header = try #require(Base64URL.decode(String(token.text.prefix { $0 != "." })))
        #expect(
            String(decoding: header, as: UTF8.self)
                == #"{"alg":"ES256","kid":"\#(keyID)","typ":"verification-outcome+jwt"}"#)
    }

    @Test func `what was stored is read back as the same intent`() throws {
        let prepared = PreparedOutcome.prepare(Fixture.claims(), keyID: keyID)
        let read = try PreparedOutcome(stored: prepared.bytes)
        #expect(read == prepared)
        #expect(read.digest == [UInt8](SHA256.hash(data: prepared.bytes)))
        for broken in [[], [UInt8]("e30.e30".utf8), Array(prepared.bytes.dropLast(3)), prepared.bytes + [0x2E]] {
            #expect(throws: UnreadableIntent.self) { try PreparedOutcome(stored: broken) }
        }
    }

    @Test func `nothing is signed that is not stored as it is`() throws {
        let prepared = PreparedOutcome.prepare(Fixture.claims(), keyID: keyID)
        let linted = try OutcomeLint().check(prepared)
        var other = prepared.bytes
        other[other.count - 1] ^= 1
        for stored in [other, [], Array(prepared.bytes.dropLast())] {
            #expect(throws: NotStored.self) { _ = try SigningPermit(linted, stored: stored).keyID }
        }
    }

    @Test func `a key signs only what names it and what it is for`() throws {
        let foreign = PreparedOutcome.prepare(Fixture.claims(), keyID: "another-key")
        let linted = try OutcomeLint().check(foreign)
        let status = try #require(ring.signer(.status))
        let signer = signer
        #expect(throws: SigningError.wrongKey) { try signer.sign(SigningPermit(linted, stored: foreign.bytes)) }
        let list = StatusListSnapshot([:]).prepare(uri: Fixture.listURI, keyID: keyID, at: Fixture.now)
        #expect(throws: SigningError.wrongPurpose) { try signer.sign(list.permit()) }
        let outcome = PreparedOutcome.prepare(Fixture.claims(), keyID: status.keyID)
        let permitted = try OutcomeLint().check(outcome)
        #expect(throws: SigningError.wrongPurpose) {
            try status.sign(SigningPermit(permitted, stored: outcome.bytes))
        }
    }

    @Test func `a signature that does not verify never becomes a token`() throws {
        let prepared = PreparedOutcome.prepare(Fixture.claims(), keyID: keyID)
        let linted = try OutcomeLint().check(prepared)
        let key = P256.Signing.PrivateKey()
        let good = [UInt8](try key.signature(for: SHA256.hash(data: prepared.bytes)).rawRepresentation)
        var flipped = good
        flipped[20] ^= 4
        let wrong = [flipped, [], good + [0], [UInt8](repeating: 0, count: 64)]
        for signature in wrong {
            #expect(throws: SigningError.badSignature) {
                try SignedToken(
                    SigningPermit(linted, stored: prepared.bytes), signature: signature, publicKey: key.publicKey)
            }
        }
        let token = try SignedToken(
            SigningPermit(linted, stored: prepared.bytes), signature: good, publicKey: key.publicKey)
        #expect(token.text.hasSuffix(Base64URL.encode(good)))
    }

    @Test(arguments: [UInt64](1...60))
    func `any claims that pass the lint survive issuing and verifying`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let claims = RandomClaims.make(using: &random)
        let token = try issue(claims)
        let policy = VerificationPolicy(
            issuer: claims.issuer, subject: claims.subject, audience: claims.audience, requiresStatus: false)
        guard case .accepted(let outcome) = try verifier(policy).verify(token.text, at: claims.notBefore) else {
            Issue.record("seed \(seed) was not accepted")
            return
        }
        #expect(outcome.claims == claims, "seed \(seed)")
    }
}

enum RandomClaims {
    static func make(using random: inout SeededGenerator) -> OutcomeClaims {
        func reference(_ id: String) -> OutcomeClaims.Reference {
            SaltedDigest.reference(id: id, salt: SaltedDigest.salt(using: &random), [UInt8](id.utf8))
        }
        var claims = Fixture.claims()
        claims.identifier = RandomText.outcomeIdentifier(using: &random)
        claims.subject = Base64URL.encode(SaltedDigest.salt(using: &random))
        claims.outcome = OutcomeClaims.Outcome.allCases[random.number(below: 3)]
        claims.skills = ["go", "c++", "c#", "objective-c", "node.js"].prefix(random.number(below: 6)).map { skill in
            let result = OutcomeClaims.Skill.Result.allCases[random.number(below: 4)]
            let judged = result == .demonstrated || result == .notDemonstrated
            let level = judged && random.number(below: 2) == 0 ? "basic" : nil
            return .init(skill: skill, level: level, result: result)
        }
        claims.mode = OutcomeClaims.Mode.allCases[random.number(below: 3)]
        claims.connection?.verdict = OutcomeClaims.Connection.Verdict.allCases[random.number(below: 4)]
        claims.kits = (0..<random.number(below: 4)).map { reference("kit@\($0)") }
        claims.scope = random.number(below: 2) == 0 ? nil : reference("scope")
        if claims.outcome != .verified { claims.verified = nil }
        if claims.outcome == .inconclusive, random.number(below: 2) == 0 {
            claims.scorecard = nil
            claims.connection = nil
        }
        if !claims.isAdverse, random.number(below: 2) == 0 { claims.audience = nil }
        if random.number(below: 2) == 0 { claims.supersedes = RandomText.outcomeIdentifier(using: &random) }
        claims.issuedAt += Int64(random.number(below: 1_000_000))
        claims.notBefore = claims.issuedAt + Int64(random.number(below: 1000))
        claims.expires = claims.notBefore + 1 + Int64(random.number(below: 365 * 86_400))
        claims.status.index = Int64(random.number(below: StatusListSnapshot.slots))
        return claims
    }
}
