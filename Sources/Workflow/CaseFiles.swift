import ConnectionQuality
import Foundation
import SignedOutcomes
import Synchronization
import Timekeeping
public import Verification

/// Loading, deciding and storing one session: the path that every use case takes, in one transaction.
extension Workbench {
    /// Runs a decision on a session and stores what it gave: events, texts, projections and notices, together or not at all.
    ///
    /// Deadlines that have passed are applied first. `body` may look up and write other things in the same transaction. After the
    /// commit, a determination that is ready to be signed is issued before this returns.
    @discardableResult
    public func change<Value: Sendable>(
        _ id: SessionID, by actor: Actor,
        _ body: @escaping @Sendable (inout Decision, any WriteTransaction) throws -> Value
    ) async throws -> (session: VerificationSession, value: Value) {
        let now = now
        let seed = random()
        let stored = try await store.write {
            transaction -> (session: VerificationSession, value: Value, changed: Bool) in
            guard let row = try transaction.session(id) else { throw WorkflowFailure.notFound }
            var (decision, settled) = try settledDecision(on: row, seed: seed, at: now, transaction)
            let value = try body(&decision, transaction)
            if let pending = try pendingSave(decision, replacing: row, settled: settled, actor: actor) {
                try save(pending, transaction)
            }
            return (decision.session, value, !decision.events.isEmpty)
        }
        return (try await finish(stored.session, changed: stored.changed), stored.value)
    }

    /// After a commit: remember the state, wake the outbox, and issue what is ready to be signed.
    func finish(_ session: VerificationSession, changed: Bool) async throws -> VerificationSession {
        decoded.keep(session)
        if changed { outboxChanged() }
        guard session.unsigned != nil else { return session }
        do {
            return try await issue(session)
        } catch {
            // The command itself is done and durable. What is determined stays due, and is issued by the next look at it.
            onFailure("issuing in session \(session.id)", error)
            return session
        }
    }

    /// A decision on a stored session with every deadline applied, and how many of its events the clock caused.
    func settledDecision(
        on row: SessionRow, seed: UInt64, at now: Instant, _ transaction: any ReadTransaction
    ) throws -> (decision: Decision, settled: Int) {
        let session = try decode(row)
        let policy = policy(of: session)
        var decision = Decision(session, context: try context(for: session, seed: seed, transaction), at: now)
        // Deadlines never change an attempt's rows or marks, so the session as loaded serves every report.
        var passing: StorageFailure?
        try decision.settle { interview in
            do {
                return try report(on: interview, of: session, policy: policy, transaction)
            } catch {
                if let failure = error as? StorageFailure, failure.isPassing { passing = failure }
                return nil
            }
        }
        // Without its rows a call is judged as our own trouble; that must not come of a database that was merely busy.
        if let passing { throw passing }
        return (decision, decision.events.count)
    }

    /// A session as it is now, deadlines applied and anything ready signed.
    public func current(_ id: SessionID) async throws -> VerificationSession {
        let now = now
        let (session, isDue) = try await store.read { transaction in
            guard let row = try transaction.session(id) else { throw WorkflowFailure.notFound }
            return (try decode(row), row.dueAt.map { $0 <= now } ?? false)
        }
        decoded.keep(session)
        guard isDue || session.unsigned != nil else { return session }
        do {
            return try await change(id, by: .clock) { _, _ in }.session
        } catch WorkflowFailure.sessionOpen {
            // A deadline would open this session again while its person is in a newer one: it waits until that one ends.
            return session
        }
    }

    /// The version of a session that the caller may read, after every deadline that has passed: what is derived from a session alone
    /// stays right while its version does.
    public func currentVersion(_ id: SessionID, for principal: Principal) async throws -> Int {
        let now = now
        let mark = store.changeMark()
        var known = stamps.value(id, mark: mark)
        if known == nil {
            known = try await store.read { try $0.sessionStamp(id) }
            if let known { stamps.keep(known, for: id, mark: mark) }
        }
        guard let stamp = known else { throw WorkflowFailure.notFound }
        switch principal {
        case .platform(let platform) where platform == stamp.platform: break
        case .candidate(let own) where own == id: break
        default: throw WorkflowFailure.notFound
        }
        guard let dueAt = stamp.dueAt, dueAt <= now else { return stamp.version }
        return try await current(id).version
    }

    func decode(_ row: SessionRow) throws -> VerificationSession {
        if let known = decoded.session(row.id, version: row.version) { return known }
        do {
            // Not remembered here: a row that a transaction sees may still be rolled back.
            return try JSONDecoder().decode(VerificationSession.self, from: Data(row.state))
        } catch {
            throw StorageFailure.undecodable("The stored state of session \(row.id) cannot be read: \(error)")
        }
    }

    func row(of session: VerificationSession, createdAt: Instant) throws -> SessionRow {
        // The order of keys is left to chance: nothing is hashed over a projection.
        let encoder = JSONEncoder()
        encoder.outputFormatting = .withoutEscapingSlashes
        return SessionRow(
            id: session.id, platform: session.platform, person: session.person, status: session.status.rawValue,
            isOpen: session.isOpen, version: session.version,
            // What is determined and unsigned is always due, so that an interrupted issue is taken up by the next look.
            dueAt: session.unsigned?.determinedAt ?? session.nextDue(policy: policy(of: session)),
            createdAt: createdAt, state: [UInt8](try encoder.encode(session)))
    }

    func eventRows(
        _ events: some Sequence<SessionEvent>, of session: SessionID, after version: Int, at now: Instant,
        actor: (Int) -> Actor
    ) throws -> [EventRow] {
        try events.enumerated().map { index, event in
            let stored = try event.stored
            return EventRow(
                id: newID(EventKind.self).rawValue, session: session, version: version + index + 1, kind: stored.kind,
                payloadVersion: stored.payloadVersion, payload: stored.payload, actor: actor(index).description, at: now
            )
        }
    }

    /// A decision made ready to be stored: everything is encoded, so that the one writer has little left to do.
    struct PendingSave: Sendable {
        var session: VerificationSession
        var events: [SessionEvent]
        var texts: [PersonalTextRow]
        var rows: [EventRow]
        var row: SessionRow
        var notices: [OutboxRow]
        var expected: Int
        var reopens: Bool
        var at: Instant
    }

    /// `nil` where nothing happened.
    func pendingSave(
        _ decision: Decision, replacing row: SessionRow, settled: Int, actor: Actor
    ) throws -> PendingSave? {
        guard !decision.events.isEmpty else { return nil }
        let session = decision.session
        return PendingSave(
            session: session, events: decision.events,
            texts: decision.texts.map {
                PersonalTextRow(id: $0.id, session: session.id, kind: $0.kind, text: $0.text)
            },
            rows: try eventRows(decision.events, of: session.id, after: row.version, at: decision.now) {
                $0 < settled ? .clock : actor
            },
            row: try self.row(of: session, createdAt: row.createdAt),
            notices: try decision.events.flatMap { try notices(of: $0, in: session) }.map {
                try outboxRow($0, in: session, at: decision.now)
            },
            expected: row.version, reopens: session.isOpen && !row.isOpen, at: decision.now)
    }

    /// Stores a decision's events and everything that follows from them, if the stream is where the decision found it.
    func save(_ pending: PendingSave, _ transaction: any WriteTransaction) throws {
        let session = pending.session
        if pending.reopens, let other = try transaction.openSession(of: session.person), other != session.id {
            throw WorkflowFailure.sessionOpen(other)
        }
        try transaction.insert(pending.texts)
        try transaction.append(pending.rows, to: pending.row, expecting: pending.expected)
        try project(pending.events, of: session, at: pending.at, transaction)
        for notice in pending.notices { try transaction.insert(notice) }
    }

    // MARK: What a decision looks at

    func context(
        for session: VerificationSession, seed: UInt64, _ transaction: any ReadTransaction
    ) throws -> DecisionContext {
        let reviewers = try transaction.allStaff().filter { $0.roles.contains(.reviewer) && $0.suspendedAt == nil }.map(
            \.id)
        let loads = try transaction.reviewLoads()
        let drawSeed = random()
        return DecisionContext(
            policy: policy(of: session), taxonomy: content.taxonomy, kits: content.kits,
            identityChecks: content.identityChecks, reasonTexts: content.reasons,
            history: try history(of: session.person, except: session.id, transaction), seed: seed,
            digest: { salt, text in Self.digest(salt: salt, text) },
            drawReviewer: { excluded in
                let eligible = reviewers.filter { !excluded.contains($0) }
                let least = eligible.map { loads[$0] ?? 0 }.min() ?? 0
                let drawn = eligible.filter { loads[$0] ?? 0 == least }.sorted()
                guard !drawn.isEmpty else { return nil }
                var generator = SeededGenerator(seed: drawSeed ^ UInt64(excluded.count))
                return drawn.dropFirst(generator.number(below: drawn.count)).first
            },
            lineTestsCountAsPassed: isDemo)
    }

    func history(
        of person: PersonID, except session: SessionID, _ transaction: any ReadTransaction
    ) throws -> PersonHistory {
        var history = PersonHistory()
        for row in try transaction.sessions(of: person) where row.id != session {
            let earlier = try decode(row)
            history.countedAttempts += earlier.outcomeInForce == nil ? earlier.countedAttempts : 0
            history.candidateTechnicalAborts += earlier.outcomeInForce == nil ? earlier.candidateTechnicalAborts : 0
            history.automaticLineAppeals += earlier.automaticLineAppeals
            history.participants.formUnion(earlier.participants)
        }
        history.askedQuestions = Set(try transaction.askedQuestions(of: person).map { QuestionID($0) })
        return history
    }

    /// Scores the rows of a call as they stand in the record.
    func report(
        on interview: InterviewID, of session: VerificationSession, policy: Policy, _ transaction: any ReadTransaction
    ) throws -> CallReport {
        guard let attempt = session.attempt(interview) else { throw WorkflowFailure.notFound }
        let rows = try callRows(try transaction.qualityRows(of: interview))
        return score(rows, context: attempt.callContext, thresholds: policy.quality)
    }

    func callRows(_ stored: [QualityRow]) throws -> CallRows {
        var rows = CallRows()
        for side in Side.allCases {
            let mine = stored.filter { $0.side == side.rawValue }
            // One array to decode instead of hundreds of texts.
            var text: [UInt8] = [UInt8(ascii: "[")]
            for (index, row) in mine.enumerated() {
                if index > 0 { text.append(UInt8(ascii: ",")) }
                text += row.sample
            }
            text.append(UInt8(ascii: "]"))
            var decoded = try JSONDecoder().decode([SampleRow].self, from: Data(text))
            for (index, row) in zip(decoded.indices, mine) { decoded[index].receivedAt = row.receivedAt }
            switch side {
            case .interviewer: rows.interviewer = decoded
            case .candidate: rows.candidate = decoded
            }
        }
        return rows
    }

    static func digest(salt: String, _ text: String) -> String {
        SaltedDigest.sha256(salt: [UInt8](salt.utf8), [UInt8](text.utf8))
    }
}

/// Names an event's id.
enum EventKind: IdentifierKind { static let prefix = "ev_" }
enum OutboxKind: IdentifierKind { static let prefix = "ob_" }

extension Attempt {
    /// What the server itself saw of the call.
    var callContext: CallContext {
        let both: Instant? =
            if let interviewer = joined[.interviewer], let candidate = joined[.candidate] {
                max(interviewer, candidate)
            } else {
                nil
            }
        return CallContext(
            bothJoinedAt: both, startedAt: startedAt, endedAt: endedAt, endedByICEFailure: call?.endedByFailure ?? false
        )
    }
}
