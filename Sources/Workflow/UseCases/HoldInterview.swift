import ConnectionQuality
public import Timekeeping
public import Verification

/// Meeting, measuring and recording.
extension Workbench {
    public func join(_ id: InterviewID, by principal: Principal) async throws -> VerificationSession {
        let (session, isCandidate) = try await interview(id, for: principal)
        return try await change(session.id, by: actor(principal)) { decision, _ in
            try decision.join(id, side: isCandidate ? .candidate : .interviewer)
        }.session
    }

    public func leave(_ id: InterviewID, by principal: Principal) async throws -> VerificationSession {
        let (session, isCandidate) = try await interview(id, for: principal)
        return try await change(session.id, by: actor(principal)) { decision, _ in
            try decision.leave(id, side: isCandidate ? .candidate : .interviewer)
        }.session
    }

    public func start(_ id: InterviewID, by principal: Principal) async throws -> VerificationSession {
        let session = try await heldInterview(id, by: principal)
        return try await change(session.id, by: actor(principal)) { decision, _ in try decision.start(id) }.session
    }

    public func end(_ id: InterviewID, lineFailed: Bool, by principal: Principal) async throws -> VerificationSession {
        let session = try await heldInterview(id, by: principal)
        let by = actor(principal)
        return try await change(session.id, by: by) { decision, transaction in
            try decision.endCall(id, by: by, report: try reportAtEnd(id, decision, transaction), lineFailed: lineFailed)
        }.session
    }

    /// One side's rows (connection, sequence, the row as validated JSON), kept as they came; equal ones keep the first. Returns how many
    /// were new.
    public func addSamples(
        _ id: InterviewID, _ samples: [(connection: String, sequence: Int64, json: [UInt8])], by principal: Principal
    ) async throws -> Int {
        let (session, isCandidate) = try await interview(id, for: principal)
        guard let attempt = session.attempt(id), attempt.submission == nil, !attempt.isOver || attempt.endedAt != nil,
            attempt.joined[isCandidate ? .candidate : .interviewer] != nil
        else {
            throw Rejection.wrongState(
                actual: session.attempt(id)?.result.rawValue ?? "unknown", allowed: ["joined"],
                sentence: "Rows are taken from joining until the scorecard is submitted.")
        }
        let now = clock.now()
        let side: Side = isCandidate ? .candidate : .interviewer
        let rows = samples.map {
            QualityRow(
                interview: id, side: side.rawValue, connection: $0.connection, sequence: $0.sequence, receivedAt: now,
                sample: $0.json)
        }
        return try await store.write { transaction in
            guard let row = try transaction.session(session.id), let attempt = try decode(row).attempt(id),
                attempt.submission == nil
            else { throw WorkflowFailure.notFound }
            // What was scored stays what it was scored from.
            guard !attempt.isOver else { return 0 }
            let room = Self.longestLog - (try transaction.qualityRowCount(of: id, side: side.rawValue))
            return try transaction.insert(Array(rows.prefix(max(0, room))))
        }
    }

    /// A row every five seconds for seven hours: more is no call.
    private static let longestLog = 5000

    public func recordLineTest(
        _ id: InterviewID, result: VerificationSession.LineTest.Result, by principal: Principal
    ) async throws -> VerificationSession {
        let (session, isCandidate) = try await interview(id, for: principal)
        return try await change(session.id, by: actor(principal)) { decision, _ in
            try decision.recordLineTest(id, side: isCandidate ? .candidate : .interviewer, result: result)
        }.session
    }

    public func rateLine(_ id: InterviewID, rating: Int, by principal: Principal) async throws -> VerificationSession {
        let (session, isCandidate) = try await interview(id, for: principal)
        return try await change(session.id, by: actor(principal)) { decision, _ in
            try decision.rateLine(id, side: isCandidate ? .candidate : .interviewer, rating: rating)
        }.session
    }

    /// `words` go into the case's conversation in the same write, so that sending once more after a failure files nothing twice.
    public func objectToQuestion(
        _ id: InterviewID, item: ItemID?, at: Instant, saying words: String? = nil, by principal: Principal
    ) async throws -> (session: VerificationSession, appeal: AppealID?) {
        let (session, isCandidate) = try await interview(id, for: principal)
        guard isCandidate else { throw WorkflowFailure.wrongRole }
        let (changed, appeal) = try await change(session.id, by: .candidate) { decision, _ in
            let appeal = try decision.object(to: item, askedAt: at, in: id)
            if let words { try decision.postMessage(words, by: .candidate) }
            return appeal
        }
        return (changed, appeal)
    }

    // MARK: Scorecard

    /// The scorecard as its interviewer sees it, the profile's facts only once both have joined; a gap that the rows show has its same-person check appended first.
    public func scorecard(
        _ id: InterviewID, for principal: Principal
    ) async throws -> (session: VerificationSession, texts: [PersonalTextID: String]) {
        let session = try await heldInterview(id, by: principal)
        guard let attempt = session.attempt(id) else { throw WorkflowFailure.notFound }
        return (session, try await personalTexts(of: session, attempt.textsForHolder))
    }

    public func addQuestion(
        _ id: InterviewID, question: QuestionID, by principal: Principal
    ) async throws -> (session: VerificationSession, item: ItemID) {
        let session = try await heldInterview(id, by: principal)
        let (changed, item) = try await change(session.id, by: actor(principal)) { decision, _ in
            try decision.addQuestion(question, to: id)
        }
        return (changed, item)
    }

    /// Records one item. `isExpected` looks at the scorecard's revision before anything is written; saying yes lets the last write win.
    public func recordItem(
        _ id: InterviewID, item: ItemID, _ record: Decision.Record, by principal: Principal,
        isExpected: @escaping @Sendable (_ revision: String) -> Bool
    ) async throws -> VerificationSession {
        let session = try await heldInterview(id, by: principal)
        return try await change(session.id, by: actor(principal)) { decision, transaction in
            if let attempt = decision.session.attempt(id), !isExpected(attempt.scorecard.revision) {
                throw WorkflowFailure.staleVersion
            }
            try decision.recordItem(item, of: id, record)
            try appendGapCheck(id, &decision, transaction)
        }.session
    }

    public func submitScorecard(
        _ id: InterviewID, _ submit: Decision.Submit, by principal: Principal
    ) async throws -> VerificationSession {
        let session = try await heldInterview(id, by: principal)
        return try await change(session.id, by: actor(principal)) { decision, transaction in
            try decision.submitScorecard(
                id, submit,
                report: try report(on: id, of: decision.session, policy: policy(of: decision.session), transaction))
        }.session
    }

    /// The report with the end of the call set to now, since `end` itself is only being decided.
    private func reportAtEnd(
        _ id: InterviewID, _ decision: Decision, _ transaction: any ReadTransaction
    ) throws -> CallReport {
        guard let attempt = decision.session.attempt(id) else { throw WorkflowFailure.notFound }
        var context = attempt.callContext
        context.endedAt = context.endedAt ?? decision.now
        return score(
            try callRows(try transaction.qualityRows(of: id)), context: context,
            thresholds: policy(of: decision.session).quality)
    }

    private func appendGapCheck(
        _ id: InterviewID, _ decision: inout Decision, _ transaction: any ReadTransaction
    ) throws {
        let report = try report(on: id, of: decision.session, policy: policy(of: decision.session), transaction)
        try decision.appendSamePersonCheck(to: id, after: report.gaps)
    }

    /// Looks up texts about the person for somebody who may see them.
    public func personalTexts(
        of session: VerificationSession, _ ids: [PersonalTextID]
    ) async throws -> [PersonalTextID: String] {
        guard !ids.isEmpty else { return [:] }
        return try await store.read { transaction in
            var texts: [PersonalTextID: String] = [:]
            for id in ids { texts[id] = try transaction.personalText(id) }
            return texts
        }
    }
}

extension Scorecard {
    /// Every text about the person that the scorecard refers to.
    public var texts: [PersonalTextID] {
        items.flatMap { item -> [PersonalTextID] in
            var ids: [PersonalTextID] = []
            if case .fact(let fact) = item.subject { ids.append(fact.value) }
            if let note = item.entry?.note { ids.append(note) }
            return ids
        }
    }

    /// Changes whenever anything on the scorecard changes; the strong part of its ETag.
    public var revision: String {
        let recorded = items.map { item in
            "\(item.id)\(item.isVoid ? "!" : "")\(item.entry.map { "\($0.recordedAt.millisecondsSinceEpoch)\($0.answer)\($0.note?.rawValue ?? "")\($0.span?.askedAt.millisecondsSinceEpoch ?? 0)\($0.span?.answeredAt.millisecondsSinceEpoch ?? 0)" } ?? "")"
        }
        // FNV-1a, 64 bits: a version mark, not a secret.
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in recorded.joined(separator: ";").utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        return String(hash, radix: 36)
    }
}
