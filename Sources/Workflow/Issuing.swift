import ConnectionQuality
import Foundation
import OutcomeVerifier
import SignedOutcomes
import Timekeeping
import Verification

/// From a determination to a signed outcome. The steps are those of `Docs/issuance-cycle.md`; each leaves a state that a crash may
/// find and that the next run completes.
extension Workbench {
    enum IssuingFault: Error {
        case noActiveKey
        case statusListFull
        case unreadable(String)
    }

    /// Issues what the session has determined; waits where another task of this process is doing it right now.
    ///
    /// Not cancelled with its caller: once an intent is stored it is signed and stored, or abandoned by the next run.
    func issue(_ session: VerificationSession) async throws -> VerificationSession {
        guard session.unsigned != nil else { return session }
        let id = session.id
        return try await issuing.run(id) { try await signAndStore(id) }
    }

    private func signAndStore(_ id: SessionID) async throws -> VerificationSession {
        // Step 1: the claims are stored before anything is signed.
        guard let (intent, intended) = try await storeIntent(for: id) else { return try await stored(id) }
        // What is signed is what the store gives back, not what was handed to it.
        guard let row = try await store.read({ try $0.outcome(intent) }) else { return try await stored(id) }
        let prepared = try PreparedOutcome(stored: row.signingInput)
        // Steps 2 and 3: signed only with a permit over the stored bytes; the signature is checked before it leaves the signer.
        let linted = try OutcomeLint().check(prepared)
        guard let signer = keys.signer(.outcomes) else { throw IssuingFault.noActiveKey }
        let token = try signer.sign(try SigningPermit(linted, stored: row.signingInput))
        // Step 4: token, status, standing and notices in one transaction, compare-and-swap on the intent.
        return try await storeToken(token.text, for: prepared, determination: intended, of: id)
    }

    /// The session as it is stored, without looking at the clock.
    private func stored(_ id: SessionID) async throws -> VerificationSession {
        try await store.read { transaction in
            guard let row = try transaction.session(id) else { throw WorkflowFailure.notFound }
            return try decode(row)
        }
    }

    private func storeIntent(for id: SessionID) async throws -> (OutcomeID, Determination)? {
        let now = now
        guard let keyID = keys.activeKeyID(.outcomes) else { throw IssuingFault.noActiveKey }
        return try await store.write { transaction in
            guard let row = try transaction.session(id) else { throw WorkflowFailure.notFound }
            let session = try decode(row)
            guard let determination = session.unsigned, let attempt = session.attempt(determination.interview) else {
                return nil
            }
            // Whatever a crash left unsigned is never signed later: nobody ever sees two tokens for one id.
            try transaction.abandonIntents(of: id)
            var generator = BitSource(next64: random)
            guard
                let index = try StatusListSnapshot.randomFreeIndex(
                    using: &generator, isTaken: { try transaction.isStatusIndexTaken($0) })
            else { throw IssuingFault.statusListFull }
            let outcome = OutcomeID(unchecked: RandomText.outcomeIdentifier(using: &generator))
            let claims = try claims(
                outcome, for: determination, attempt: attempt, session: session, index: index, at: now,
                superseding: try transaction.outcomeInForce(of: session.person)?.id, transaction)
            let prepared = PreparedOutcome.prepare(claims, keyID: keyID)
            try transaction.insertIntent(
                OutcomeRow(
                    id: outcome, session: id, person: session.person, platform: session.platform, state: .intent,
                    determination: determination.status.rawValue, signingInput: prepared.bytes, keyID: keyID,
                    statusIndex: index, statusValue: 0, token: nil,
                    expiresAt: Instant(secondsSinceEpoch: claims.expires), createdAt: now))
            return (outcome, determination)
        }
    }

    private func storeToken(
        _ token: String, for prepared: PreparedOutcome, determination intended: Determination, of id: SessionID
    ) async throws -> VerificationSession {
        let now = now
        let seed = random()
        let outcomeID = OutcomeID(unchecked: prepared.claims.identifier)
        let session = try await store.write { transaction -> VerificationSession in
            guard let row = try transaction.session(id) else { throw WorkflowFailure.notFound }
            let session = try decode(row)
            // Determined anew since the intent was stored: that one is abandoned, and the next look issues what counts now.
            guard let determination = session.unsigned, determination == intended else { return session }
            guard try transaction.markIssued(outcomeID, token: token, at: now) else { return session }
            var decision = Decision(session, context: try context(for: session, seed: seed, transaction), at: now)
            let previous = try transaction.outcomeInForce(of: session.person)
            try decision.markIssued(
                Outcome(
                    id: outcomeID, determination: determination, supersedes: previous?.id, issuedAt: now,
                    expiresAt: Instant(secondsSinceEpoch: prepared.claims.expires), status: .valid))
            try transaction.setInForce(outcomeID, person: session.person)
            if let pending = try pendingSave(decision, replacing: row, settled: 0, actor: .policy) {
                try save(pending, transaction)
            }
            if let previous, previous.session != id { try supersede(previous, at: now, transaction) }
            return decision.session
        }
        decoded.keep(session)
        outboxChanged()
        return session
    }

    /// The outcome in force came from an earlier session; its stream says so too, in the same transaction (law 5).
    private func supersede(_ outcome: OutcomeRow, at now: Instant, _ transaction: any WriteTransaction) throws {
        guard let row = try transaction.session(outcome.session) else { return }
        let session = try decode(row)
        var decision = Decision(session, context: try context(for: session, seed: random(), transaction), at: now)
        try decision.markSuperseded(outcome.id)
        if let pending = try pendingSave(decision, replacing: row, settled: 0, actor: .policy) {
            try save(pending, transaction)
        }
    }

    // MARK: Claims

    private func claims(
        _ id: OutcomeID, for determination: Determination, attempt: Attempt, session: VerificationSession, index: Int,
        at now: Instant, superseding: OutcomeID?, _ transaction: any ReadTransaction
    ) throws -> OutcomeClaims {
        let policy = policy(of: session)
        guard let outcome = OutcomeClaims.Outcome(rawValue: determination.status.rawValue),
            let mode = OutcomeClaims.Mode(rawValue: attempt.mode.rawValue), let scope = session.scope
        else { throw IssuingFault.unreadable("The determination has no counterpart in the token's words.") }
        let expires =
            switch determination.status {
            case .verified: now.addingMonths(policy.validity.verifiedMonths)
            case .notVerified: now + .days(policy.validity.adverseDays)
            case .inconclusive: now + .days(policy.validity.inconclusiveDays)
            }
        // The scope's salt stays in the record and serves every digest of this session.
        let salt = scope.salt
        func reference(_ id: String, _ text: String) -> OutcomeClaims.Reference {
            OutcomeClaims.Reference(id: id, sha256: Self.digest(salt: salt, text))
        }
        let kits = Dictionary(grouping: attempt.scorecard.questions.map(\.question), by: \.kit)
        return OutcomeClaims(
            issuer: publicURL, subject: session.subject, audience: session.platform.rawValue, identifier: id.rawValue,
            issuedAt: now.secondsSinceEpoch, notBefore: now.secondsSinceEpoch, expires: expires.secondsSinceEpoch,
            outcome: outcome,
            // Words of the platform that the taxonomy does not know stay out of the token; the API reports them.
            skills: determination.skills.filter { content.taxonomy.skill(SkillID($0.skill)) != nil }.compactMap {
                skill in
                OutcomeClaims.Skill.Result(rawValue: skill.result.rawValue).map {
                    OutcomeClaims.Skill(
                        skill: skill.skill,
                        level: $0 == .demonstrated || $0 == .notDemonstrated ? skill.level?.rawValue : nil, result: $0)
                }
            },
            mode: mode,
            connection: attempt.call.flatMap { call in
                OutcomeClaims.Connection.Verdict(rawValue: call.verdict.rawValue).map {
                    OutcomeClaims.Connection(verdict: $0, thresholds: call.thresholdsVersion)
                }
            },
            scope: OutcomeClaims.Reference(id: "taxonomy-\(scope.scope.taxonomyVersion)", sha256: scope.digest),
            kits: try kits.keys.sorted().map { kit in
                let questions = (kits[kit] ?? []).sorted { $0.id < $1.id }
                return reference(
                    "\(kit)-\(questions.first?.kitVersion ?? 0)", try CanonicalText.of(questions))
            },
            policy: reference(policy.version, try CanonicalText.of(policy)),
            scorecard: reference(attempt.interview.rawValue, try CanonicalText.of(attempt.scorecard)),
            verified: determination.status == .verified
                ? OutcomeClaims.Verified(
                    trustFramework: "candor", policy: "policy-\(policy.version)", procedure: attempt.interview.rawValue,
                    time: (attempt.endedAt ?? now).rfc3339, methods: ["vri", "pvr"], facts: matchedFacts(of: attempt))
                : nil,
            supersedes: superseding?.rawValue,
            status: OutcomeClaims.Status(index: Int64(index), uri: "\(publicURL)/status/1"))
    }

    /// The kinds of facts that were found to match; never their values.
    private func matchedFacts(of attempt: Attempt) -> [String] {
        attempt.scorecard.items.compactMap { item in
            guard case .fact(let fact) = item.subject, item.entry?.answer == .check(.match) else { return nil }
            return fact.kind
        }
    }
}

/// The text that a token's salted digest is taken over: JSON with sorted keys, the same in every process.
enum CanonicalText {
    static func of(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
