import Testing
import Timekeeping
import Verification
import Workflow

/// What any engine must do with passwords, web sessions and counted tries.
@Suite struct StoreContractSignIn {
    private func session(_ number: Int, staff: Int = 1, lasting minutes: Int = 60) -> WebSessionRow {
        WebSessionRow(
            id: "wi_\(number)", staff: Rows.staff(staff), tokenHash: Array(repeating: UInt8(number), count: 32),
            createdAt: Rows.noon, rotatedAt: Rows.noon, expiresAt: Rows.minutes(minutes))
    }

    private func hash(_ number: UInt8) -> [UInt8] { Array(repeating: number, count: 32) }

    @Test(arguments: Engine.all) func aPasswordTakesThePlaceOfTheOneBefore(engine: Engine) async throws {
        let store = try engine.makeStore()
        try await store.fill()
        #expect(try await store.read { try $0.staffPassword(Rows.staff(1)) } == nil)
        for (minute, hash) in ["$scrypt$ln=15,r=8,p=1$c2FsdA$aGFzaA", "$scrypt$ln=16,r=8,p=1$c2FsdA$aGFzaA"]
            .enumerated()
        {
            let row = StaffPasswordRow(staff: Rows.staff(1), hash: hash, changedAt: Rows.minutes(minute))
            try await store.write { try $0.setPassword(row) }
            #expect(try await store.read { try $0.staffPassword(Rows.staff(1)) } == row)
        }
        #expect(try await store.read { try $0.staffPassword(Rows.staff(2)) } == nil)
    }

    @Test(arguments: Engine.all) func nothingButAHashOfSomebodyIsStoredAsAPassword(engine: Engine) async throws {
        let store = try engine.makeStore()
        try await store.fill()
        for (staff, hash) in [(1, "correct horse battery staple"), (1, ""), (9, "$scrypt$ln=15,r=8,p=1$c2FsdA$aGFzaA")]
        {
            await #expect(throws: (any Error).self) {
                try await store.write {
                    try $0.setPassword(StaffPasswordRow(staff: Rows.staff(staff), hash: hash, changedAt: Rows.noon))
                }
            }
        }
    }

    @Test(arguments: Engine.all) func aSessionIsFoundByItsTokenAndTheOneBefore(engine: Engine) async throws {
        let store = try engine.makeStore()
        try await store.fill()
        let first = session(1)
        let second = session(2)
        try await store.write {
            try $0.insert(first)
            try $0.insert(second)
        }
        #expect(try await store.read { try $0.webSession(hash: hash(1)) } == first)
        var changed = first
        changed.tokenHash = hash(7)
        changed.replacedHash = hash(1)
        changed.replacedUntil = Rows.minutes(2)
        changed.rotatedAt = Rows.minutes(1)
        changed.expiresAt = Rows.minutes(90)
        let stored = changed
        try await store.write { try $0.update(stored) }
        #expect(try await store.read { try $0.webSession(hash: hash(1)) } == stored)
        #expect(try await store.read { try $0.webSession(hash: hash(7)) } == stored)
        #expect(try await store.read { try $0.webSession(hash: hash(2)) } == second)
        #expect(try await store.read { try $0.webSession(hash: hash(9)) } == nil)
    }

    @Test(arguments: Engine.all) func whatCannotBeASessionIsRefused(engine: Engine) async throws {
        let store = try engine.makeStore()
        try await store.fill()
        let good = session(1)
        try await store.write { try $0.insert(good) }
        var sameToken = session(2)
        sameToken.tokenHash = good.tokenHash
        var nobodys = session(3)
        nobodys.staff = Rows.staff(99)
        var ended = session(4)
        ended.expiresAt = ended.createdAt
        var graceWithoutToken = session(5)
        graceWithoutToken.replacedUntil = Rows.noon
        var ownSuccessor = session(6)
        ownSuccessor.replacedHash = ownSuccessor.tokenHash
        for bad in [sameToken, nobodys, ended, graceWithoutToken, ownSuccessor] {
            await #expect(throws: (any Error).self, "\(bad.id)") { try await store.write { try $0.insert(bad) } }
        }
        await #expect(throws: (any Error).self) {
            try await store.write {
                try $0.update(
                    WebSessionRow(
                        id: "wi_unknown", staff: Rows.staff(1), tokenHash: [1], createdAt: Rows.noon,
                        rotatedAt: Rows.noon,
                        expiresAt: Rows.minutes(1)))
            }
        }
    }

    @Test(arguments: Engine.all) func aPersonsSessionsEndTogetherExceptOne(engine: Engine) async throws {
        let store = try engine.makeStore()
        try await store.fill()
        let rows = [session(1), session(2), session(3), session(4, staff: 2)]
        try await store.write { transaction in
            for row in rows { try transaction.insert(row) }
            try transaction.revokeWebSessions(of: Rows.staff(1), except: "wi_2", at: Rows.minutes(1))
        }
        func revoked() async throws -> [Instant?] {
            try await store.read { transaction in
                try (1...4).map { try transaction.webSession(hash: hash(UInt8($0)))?.revokedAt }
            }
        }
        #expect(try await revoked() == [Rows.minutes(1), nil, Rows.minutes(1), nil])
        // What has ended keeps its time.
        try await store.write { try $0.revokeWebSessions(of: Rows.staff(1), except: nil, at: Rows.minutes(2)) }
        #expect(try await revoked() == [Rows.minutes(1), Rows.minutes(2), Rows.minutes(1), nil])
    }

    @Test(arguments: Engine.all) func sessionsAndTriesAreSweptByAge(engine: Engine) async throws {
        let store = try engine.makeStore()
        try await store.fill()
        let (short, long) = (session(1, lasting: 10), session(2, lasting: 20))
        try await store.write {
            try $0.insert(short)
            try $0.insert(long)
            try $0.deleteWebSessions(expiredBefore: Rows.minutes(11))
            for minute in [0, 5, 5, 9] { try $0.recordFailedTry(bucket: "b", at: Rows.minutes(minute)) }
            try $0.recordFailedTry(bucket: "other", at: Rows.minutes(5))
        }
        #expect(try await store.read { try $0.webSession(hash: hash(1)) } == nil)
        #expect(try await store.read { try $0.webSession(hash: hash(2)) } == long)
        func failures(_ bucket: String, since minute: Int) async throws -> FailedTries {
            try await store.read { try $0.failures(bucket: bucket, since: Rows.minutes(minute)) }
        }
        #expect(try await failures("b", since: 0) == FailedTries(count: 4, last: Rows.minutes(9)))
        #expect(try await failures("b", since: 10) == FailedTries(count: 0, last: nil))
        // Of two at the same time, one is taken back.
        try await store.write { try $0.forgetFailedTry(bucket: "b", at: Rows.minutes(5)) }
        #expect(try await failures("b", since: 1) == FailedTries(count: 2, last: Rows.minutes(9)))
        #expect(try await failures("other", since: 0).count == 1)
        try await store.write { try $0.deleteFailedTries(before: Rows.minutes(9)) }
        #expect(try await failures("b", since: 0) == FailedTries(count: 1, last: Rows.minutes(9)))
        #expect(try await failures("other", since: 0).count == 0)
    }
}
