import Crypto
import OutcomeVerifier
import SignedOutcomes
import Synchronization
import Testing
import Timekeeping

@Suite struct StatusLists {
    let folder: TemporaryFolder
    let ring: KeyRing
    let keyID: String
    let signer: FileKeySigner

    init() throws {
        folder = try TemporaryFolder()
        ring = try KeyRing.open(directory: folder.keys, now: Fixture.now)
        keyID = try #require(ring.activeKeyID(.status))
        signer = try #require(ring.signer(.status))
    }

    func read(_ snapshot: StatusListSnapshot) throws -> StatusList {
        let prepared = snapshot.prepare(uri: Fixture.listURI, keyID: keyID, at: Fixture.now)
        let token = try signer.sign(prepared.permit())
        return try Verifier(keys: #require(ring.trustedKeys)).statusList([UInt8](token.text.utf8))
    }

    @Test func `an empty list has a million slots, all valid`() throws {
        let list = try read(StatusListSnapshot([:]))
        #expect(list.count == 1 << 20)
        #expect(list.uri == Fixture.listURI)
        #expect(list.issuedAt == Fixture.now.secondsSinceEpoch)
        #expect(list.expires == Fixture.now.secondsSinceEpoch + 86_400)
        #expect(list.timeToLive == 300)
        #expect((0..<list.count).allSatisfy { list.value(at: Int64($0)) == 0 })
    }

    @Test(arguments: [UInt64](1...2))
    func `what is set is read back, and nothing else`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        var statuses: [Int: OutcomeStatus] = [0: .superseded, StatusListSnapshot.slots - 1: .suspended]
        for _ in 0..<2000 {
            statuses[random.number(below: StatusListSnapshot.slots)] =
                OutcomeStatus.allCases[random.number(below: 4)]
        }
        statuses[-1] = .revoked
        statuses[StatusListSnapshot.slots] = .revoked
        let list = try read(StatusListSnapshot(statuses))
        for index in 0..<StatusListSnapshot.slots {
            guard list.value(at: Int64(index)) != (statuses[index] ?? .valid).rawValue else { continue }
            Issue.record("slot \(index), seed \(seed)")
        }
    }

    @Test func `a suspended outcome is rejected by status alone, and accepted again`() throws {
        let outcomes = try #require(ring.signer(.outcomes))
        let prepared = PreparedOutcome.prepare(Fixture.claims(), keyID: outcomes.keyID)
        let permit = try SigningPermit(OutcomeLint().check(prepared), stored: prepared.bytes)
        let token = [UInt8](try outcomes.sign(permit).text.utf8)
        let verifier = Verifier(keys: try #require(ring.trustedKeys))
        for (status, expected) in [
            (OutcomeStatus.valid, nil), (.suspended, .suspended), (.superseded, .superseded), (.revoked, .revoked),
        ] as [(OutcomeStatus, Verdict.Rejection.Code?)] {
            let list = try read(StatusListSnapshot([77: status]))
            switch verifier.verify(token, at: Fixture.now.secondsSinceEpoch, status: list) {
            case .accepted: #expect(expected == nil)
            case .rejected(let reason): #expect(reason.code == expected)
            case .undetermined(let reason): Issue.record("\(reason)")
            }
        }
    }

    @Test func `a free slot is found while there is one`() {
        var random = SeededGenerator(seed: 3)
        let drawn = (0..<1000).compactMap { _ in
            StatusListSnapshot.randomFreeIndex(using: &random) { _ in false }
        }
        #expect(Set(drawn).count > 990)
        #expect(drawn.allSatisfy { (0..<StatusListSnapshot.slots).contains($0) })
        #expect(StatusListSnapshot.randomFreeIndex(using: &random) { $0 != 4711 } == 4711)
        #expect(StatusListSnapshot.randomFreeIndex(using: &random) { _ in true } == nil)
    }

    @Test func `the publisher signs anew when statuses change or the copy grows old, and not before`() async throws {
        let publisher = StatusListPublisher(uri: Fixture.listURI, keyID: keyID, signer: signer)
        let asked = Mutex(0)
        func token(_ version: Int64, _ seconds: Int) async throws -> String {
            try await publisher.token(version: version, at: Fixture.now + .seconds(seconds)) {
                asked.withLock { $0 += 1 }
                return version > 1 ? [77: .suspended] : [:]
            }.text
        }
        let first = try await token(1, 0)
        #expect(try await token(1, 59) == first)
        #expect(asked.withLock { $0 } == 1)
        let refreshed = try await token(1, 60)
        #expect(refreshed != first)
        #expect(asked.withLock { $0 } == 1)
        let changed = try await token(2, 61)
        #expect(changed != refreshed)
        #expect(asked.withLock { $0 } == 2)
        let list = try Verifier(keys: #require(ring.trustedKeys)).statusList([UInt8](changed.utf8))
        #expect(list.value(at: 77) == 2)
        #expect(list.issuedAt == Fixture.now.secondsSinceEpoch + 61)
        // A request that read the version before the change still gets the newer list.
        #expect(try await token(1, 62) == changed)
    }

    @Test func `a publisher that cannot read the statuses serves nothing`() async throws {
        struct Unreadable: Error {}
        let publisher = StatusListPublisher(uri: Fixture.listURI, keyID: keyID, signer: signer)
        _ = try await publisher.token(version: 1, at: Fixture.now) { [:] }
        await #expect(throws: Unreadable.self) {
            try await publisher.token(version: 2, at: Fixture.now) { throw Unreadable() }
        }
    }
}
