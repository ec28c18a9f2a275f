public import ConnectionQuality
public import Verification

/// The second person's work: their queue, the whole case on one page, and the decision.
extension Workbench {
    func ownReview(_ id: ReviewID, _ staff: StaffID) async throws -> ReviewRow {
        guard let row = try await store.read({ try $0.review(id) }), row.assignee == staff else {
            throw WorkflowFailure.notFound
        }
        return row
    }

    public func reviews(
        of staff: StaffID, openOnly: Bool, after cursor: ReviewID?, limit: Int
    ) async throws -> [ReviewRow] {
        let unassigned = try await store.read { try $0.openReviewsWithoutAssignee(limit: 50) }
        for session in Set(unassigned.map(\.session)) {
            do {
                try await change(session, by: .policy) { decision, _ in try decision.assignReviews(inactive: []) }
            } catch {
                // One case that cannot move must not empty everybody's queue.
                onFailure("assigning reviews of session \(session)", error)
            }
        }
        return try await store.read { try $0.reviews(assignee: staff, openOnly: openOnly, after: cursor, limit: limit) }
    }

    /// Everything that the decision may rest on.
    public struct ReviewFile: Sendable {
        public var session: VerificationSession
        public var review: Review
        public var report: CallReport
        public var standings: [ItemID: ItemStanding]
        public var trace: [DecisionTable.TraceRow]
        public var texts: [PersonalTextID: String]
    }

    /// `reports` spares scoring a finished call again.
    public func reviewFile(
        _ id: ReviewID, for principal: Principal, reports: LineReports? = nil
    ) async throws -> ReviewFile {
        guard case .staff(let staff, _) = principal else { throw WorkflowFailure.notFound }
        let row = try await ownReview(id, staff)
        let session = try await current(row.session)
        guard let review = session.review(id), review.assignee == staff, let attempt = session.attempt(review.interview)
        else { throw WorkflowFailure.notFound }
        let policy = policy(of: session)
        return try await store.read { transaction in
            let known = reports?.report(on: attempt)
            let report = try known ?? report(on: review.interview, of: session, policy: policy, transaction)
            reports?.keep(report, on: attempt)
            let assessed = assess(attempt.scorecard, report: report, mode: attempt.mode, thresholds: policy.quality)
            let trace =
                session.caseFile(for: attempt, report: report, policy: policy)
                .map { DecisionTable.conclude($0).trace } ?? []
            var texts: [PersonalTextID: String] = [:]
            for row in try transaction.personalTexts(of: session.id) { texts[row.id] = row.text }
            return ReviewFile(
                session: session, review: review, report: report,
                standings: Dictionary(uniqueKeysWithValues: assessed.map { ($0.item.id, $0.standing) }), trace: trace,
                texts: texts)
        }
    }

    /// `reasons` are the words of whoever decides, this case's own (law 4); `facts` is the text of what they rest on, stored below them.
    public func decideReview(
        _ id: ReviewID, choice: Review.Choice, reasons: String, restingOn facts: String? = nil,
        effect: Appeal.Effect?, by principal: Principal
    ) async throws -> VerificationSession {
        guard case .staff(let staff, _) = principal else { throw WorkflowFailure.notFound }
        let row = try await ownReview(id, staff)
        try await require(ownReasons: reasons, restingOn: facts, for: id, by: staff)
        let stored = facts.map { "\(reasons)\n\n\($0)" } ?? reasons
        return try await change(row.session, by: .staff(staff)) { decision, transaction in
            let session = decision.session
            let measured = try session.review(id).map {
                try report(on: $0.interview, of: session, policy: policy(of: session), transaction)
            }
            try decision.decideReview(
                id, by: staff, choice: choice, reasons: stored, effect: effect, report: measured)
        }.session
    }
}
