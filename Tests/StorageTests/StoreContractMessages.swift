import Testing
import Timekeeping
import Verification
import Workflow

/// What any engine must do with the outbox, replays, people, staff, reviews, quality rows and personal texts.
@Suite struct StoreContractMessages {
    private func lease(_ store: any Store, at minutes: Int, limit: Int = 10) async throws -> [String] {
        try await store.write {
            try $0.leaseOutbox(at: Rows.minutes(minutes), until: Rows.minutes(minutes + 5), limit: limit).map(\.id)
        }
    }

    @Test(arguments: Engine.all) func aSessionsMessagesAreLeasedOneAtATimeInOrder(engine: Engine) async throws {
        let store = try engine.makeStore()
        try await store.fill(people: 2, sessions: 2)
        try await store.write {
            for message in [
                Rows.message("a1", session: 1), Rows.message("a2", session: 1), Rows.message("b1", session: 2),
                Rows.message("c1", session: nil), Rows.message("c2", session: nil),
                Rows.message("reminder", session: 1, dueAfter: 500),
            ] { try $0.insert(message) }
        }
        #expect(try await lease(store, at: 0, limit: 3) == ["a1", "b1", "c1"])
        // a2 waits for a1, whose lease lasts five minutes.
        #expect(try await lease(store, at: 1) == ["c2"])
        #expect(try await lease(store, at: 4) == [])
        #expect(try await lease(store, at: 5) == ["a1", "b1", "c1"])
        try await store.write { try $0.markDelivered("a1", at: Rows.minutes(5)) }
        #expect(try await lease(store, at: 6) == ["a2", "c2"])
        let states = try await store.read { try $0.outbox(of: Rows.session(1)).map(\.state) }
        #expect(states == [.delivered, .pending, .pending])
        // A reminder in the future held nothing back, and comes when it is due.
        try await store.write { try $0.markDelivered("a2", at: Rows.minutes(7)) }
        #expect(try await lease(store, at: 500).contains("reminder"))
    }

    @Test(arguments: Engine.all) func aFailedMessageHoldsItsSuccessorsUntilItIsGivenUp(engine: Engine) async throws {
        let store = try engine.makeStore()
        try await store.fill()
        try await store.write {
            try $0.insert(Rows.message("first", session: 1))
            try $0.insert(Rows.message("second", session: 1))
        }
        #expect(try await lease(store, at: 0) == ["first"])
        try await store.write { try $0.markFailed("first", nextAttempt: Rows.minutes(30)) }
        #expect(try await lease(store, at: 10) == [])
        #expect(try await lease(store, at: 30) == ["first"])
        try await store.write { try $0.markFailed("first", nextAttempt: nil) }
        #expect(try await lease(store, at: 31) == ["second"])
        let row = try await store.read { try $0.outbox("first") }
        #expect(row?.state == .failed)
        #expect(row?.attempts == 2)
    }

    @Test(arguments: Engine.all) func parallelWorkersNeverShareALease(engine: Engine) async throws {
        let store = try engine.makeStore()
        try await store.write { for number in 0..<60 { try $0.insert(Rows.message("m\(number)", session: nil)) } }
        let leased = try await withThrowingTaskGroup { group in
            for _ in 0..<20 { group.addTask { try await lease(store, at: 0, limit: 5) } }
            return try await group.reduce(into: [String]()) { $0 += $1 }
        }
        #expect(leased.count == 60)
        #expect(Set(leased).count == 60)
    }

    @Test(arguments: Engine.all) func anIdempotencyKeyIsTakenOnce(engine: Engine) async throws {
        let store = try engine.makeStore()
        let row = IdempotencyRow(scope: "pl_1", key: "k", fingerprint: [1, 0, 255], reply: nil, createdAt: Rows.noon)
        #expect(try await store.write { try $0.insert(row) })
        #expect(try await store.write { try $0.insert(row) } == false)
        try await store.write { try $0.setReply([0, 1, 2], scope: "pl_1", key: "k") }
        #expect(try await store.read { try $0.idempotency(scope: "pl_1", key: "k")?.reply } == [0, 1, 2])
        #expect(try await store.read { try $0.idempotency(scope: "pl_2", key: "k") } == nil)
        try await store.write { try $0.deleteIdempotency(before: Rows.noon) }
        #expect(try await store.read { try $0.idempotency(scope: "pl_1", key: "k") } != nil)
        try await store.write { try $0.deleteIdempotency(before: Rows.minutes(1)) }
        #expect(try await store.write { try $0.insert(row) })
        try await store.write { try $0.deleteIdempotency(scope: "pl_1", key: "k") }
        #expect(try await store.read { try $0.idempotency(scope: "pl_1", key: "k") } == nil)
    }

    @Test(arguments: Engine.all) func aPersonIsKnownByPlatformAndSubject(engine: Engine) async throws {
        let store = try engine.makeStore()
        try await store.fill()
        let found = try await store.write {
            try $0.findOrInsert(PersonRow(id: Rows.person(99), platform: Rows.platform, subject: "subject 1"))
        }
        #expect(found.id == Rows.person(1))
        try await store.write {
            for _ in 1...2 {
                try $0.recordAsked(["go.1", "go.2"], of: Rows.person(1), session: Rows.session(1), at: Rows.noon)
            }
        }
        #expect(try await store.read { try $0.askedQuestions(of: Rows.person(1)) } == ["go.1", "go.2"])
        #expect(try await store.read { try $0.askedQuestions(of: Rows.person(2)) }.isEmpty)
        #expect(try await store.read { try $0.platform(keyHash: Array(repeating: 7, count: 32))?.id } == Rows.platform)
    }

    @Test(arguments: Engine.all) func staffComeBackWithTheirRoles(engine: Engine) async throws {
        let store = try engine.makeStore()
        var row = Rows.staffRow(4, roles: Set(StaffRole.allCases))
        row.profile = Array(#"{"skills":["go"]}"#.utf8)
        let stored = row
        try await store.write { try $0.insert(stored) }
        #expect(try await store.read { try $0.staff(email: "ST4@example.org") } == stored)
        row.roles = []
        row.suspendedAt = Rows.noon
        let changed = row
        try await store.write { try $0.update(changed) }
        #expect(try await store.read { try $0.allStaff() } == [changed])
        // The same mailbox in other letters.
        await #expect(throws: (any Error).self) {
            try await store.write {
                var twin = Rows.staffRow(5)
                twin.email = "St4@Example.org"
                try $0.insert(twin)
            }
        }
    }

    @Test(arguments: Engine.all) func reviewsArePagedOpenOnesFirst(engine: Engine) async throws {
        let store = try engine.makeStore()
        try await store.fill()
        let due: [Int?] = [30, nil, 10, 20, 5]
        try await store.write { transaction in
            for (number, due) in due.enumerated() {
                try transaction.upsert(
                    ReviewRow(
                        id: ReviewID(unchecked: "rv_\(number)"), session: Rows.session(1), kind: "appeal",
                        assignee: Rows.staff(1), isOpen: number != 4, dueAt: due.map { Rows.minutes($0) },
                        createdAt: Rows.noon))
            }
        }
        var pages: [[String]] = []
        var cursor: ReviewID?
        repeat {
            let after = cursor
            let page = try await store.read {
                try $0.reviews(assignee: Rows.staff(1), openOnly: false, after: after, limit: 2)
            }
            pages.append(page.map(\.id.rawValue))
            cursor = page.last?.id
        } while cursor != nil
        #expect(pages == [["rv_2", "rv_3"], ["rv_0", "rv_1"], ["rv_4"], []])
        #expect(try await store.read { try $0.reviewLoads() } == [Rows.staff(1): 4])
        #expect(try await store.read { try $0.openReviewsWithoutAssignee(limit: 5) }.isEmpty)
    }

    @Test(arguments: Engine.all) func closedReviewsComeNewestFirst(engine: Engine) async throws {
        let store = try engine.makeStore()
        try await store.fill()
        try await store.write { transaction in
            for number in 0..<5 {
                try transaction.upsert(
                    ReviewRow(
                        id: ReviewID(unchecked: "rv_\(number)"), session: Rows.session(1), kind: "appeal",
                        assignee: Rows.staff(1), isOpen: number == 4, dueAt: nil, createdAt: Rows.minutes(number)))
            }
        }
        func closed(from: Int, skipping: Int, limit: Int) async throws -> [String] {
            try await store.read {
                try $0.closedReviews(
                    assignee: Rows.staff(1), from: Rows.minutes(from), skipping: skipping, limit: limit)
            }.map(\.id.rawValue)
        }
        #expect(try await closed(from: 0, skipping: 0, limit: 3) == ["rv_3", "rv_2", "rv_1"])
        #expect(try await closed(from: 0, skipping: 3, limit: 3) == ["rv_0"])
        #expect(try await closed(from: 2, skipping: 0, limit: 9) == ["rv_3", "rv_2"])
        #expect(try await store.read { try $0.closedReviewCount(assignee: Rows.staff(1)) } == 4)
        #expect(try await store.read { try $0.closedReviewCount(assignee: Rows.staff(2)) } == 0)
    }

    @Test(arguments: Engine.all) func theFirstOfEqualQualityRowsStays(engine: Engine) async throws {
        let store = try engine.makeStore()
        let rows = [2, 1, 2].enumerated().map { index, sequence in
            QualityRow(
                interview: InterviewID(unchecked: "iv_1"), side: "candidate", connection: "c1",
                sequence: Int64(sequence),
                receivedAt: Rows.minutes(index), sample: Array(#"{"n":\#(index)}"#.utf8))
        }
        #expect(try await store.write { try $0.insert(rows) } == 2)
        #expect(try await store.write { try $0.insert(rows) } == 0)
        #expect(
            try await store.read { try $0.qualityRows(of: InterviewID(unchecked: "iv_1")) } == [rows[1], rows[0]])
    }

    @Test(arguments: Engine.all) func redactionLeavesOtherSessionsTexts(engine: Engine) async throws {
        let store = try engine.makeStore()
        try await store.fill(people: 2, sessions: 2)
        let rows = [1, 2, 1].enumerated().map { index, session in
            PersonalTextRow(
                id: PersonalTextID(unchecked: "tx_\(index)"), session: Rows.session(session), kind: "note",
                text: "Zürich \(index)\0 end")
        }
        try await store.write { try $0.insert(rows) }
        #expect(try await store.read { try $0.personalTexts(of: Rows.session(1)) } == [rows[0], rows[2]])
        try await store.write { try $0.redact(Rows.session(1)) }
        #expect(try await store.read { try $0.personalText(rows[0].id) } == nil)
        #expect(try await store.read { try $0.personalText(rows[1].id) } == rows[1].text)
    }

    @Test(arguments: Engine.all) func credentialsAreRevokedAndWrongTriesCounted(engine: Engine) async throws {
        let store = try engine.makeStore()
        let hash = Array(repeating: UInt8(3), count: 32)
        try await store.write {
            try $0.insert(
                CredentialRow(hash: hash, kind: .link, subject: "vs_1", createdAt: Rows.noon, expiresAt: nil))
            try $0.revokeCredentials(kind: .link, subject: "vs_1", at: Rows.minutes(1))
            try $0.revokeCredentials(kind: .link, subject: "vs_1", at: Rows.minutes(2))
            for minute in 0..<4 { try $0.recordFailedTry(bucket: "code", at: Rows.minutes(minute)) }
        }
        #expect(
            try await store.read { try $0.credential(kind: .link, hash: hash)?.revokedAt } == Rows.minutes(1))
        #expect(try await store.read { try $0.credential(kind: .code, hash: hash) } == nil)
        #expect(try await store.read { try $0.failedTries(bucket: "code", since: Rows.minutes(2)) } == 2)
        try await store.write { try $0.clearFailedTries(bucket: "code") }
        #expect(try await store.read { try $0.failedTries(bucket: "code", since: Rows.noon) } == 0)
    }
}
