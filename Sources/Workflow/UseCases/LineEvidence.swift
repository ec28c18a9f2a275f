public import ConnectionQuality
public import Timekeeping
public import Verification

/// The measured line of one call with the items on it: the same numbers for whoever was judged, asked or decides.
public struct LineEvidence: Sendable {
    /// One item of the scorecard as the line sees it.
    public struct Item: Sendable {
        public var id: ItemID
        public var subject: ItemSubject
        /// By the interviewer's marks; `nil` where there are none.
        public var span: ItemSpan?
        public var standing: ItemStanding
        /// How much of the span was measured, and how much of it was bad; `nil` without a span.
        public var finding: GateFinding?
        public var answer: ItemAnswer?
    }

    public var interview: InterviewID
    public var session: SessionID
    public var mode: InterviewMode
    public var startsAt: Instant
    public var startedAt: Instant?
    public var endedAt: Instant?
    /// Scored from the stored rows by the function and the thresholds that the decision used.
    public var report: CallReport
    public var thresholds: QualityThresholds
    /// In order of time; what has no span comes last.
    public var items: [Item]
    public var objections: [ScopeObjection]
    /// What each side said about the line, 1 to 5.
    public var lineRatings: [Side: Int]
}

extension Workbench {
    /// The line of an interview, for its candidate, for whoever holds it, and for reviewers who have a review of the case.
    ///
    /// The candidate is shown items only once the call is over, and then those that were asked: a drawn question is nobody's to read
    /// beforehand.
    /// `reports` spares scoring a finished call again.
    public func lineEvidence(
        _ id: InterviewID, for principal: Principal, reports: LineReports? = nil
    ) async throws -> LineEvidence {
        let (session, attempt, isCandidate) = try await measuredAttempt(id, for: principal)
        let policy = policy(of: session)
        let report: CallReport
        if let known = reports?.report(on: attempt) {
            report = known
        } else {
            report = try await store.read { try self.report(on: id, of: session, policy: policy, $0) }
            reports?.keep(report, on: attempt)
        }
        var items = assess(attempt.scorecard, report: report, mode: attempt.mode, thresholds: policy.quality).map {
            item($0, report: report, thresholds: policy.quality)
        }
        if isCandidate {
            let isOver = attempt.endedAt != nil || attempt.isOver
            items = items.filter { isOver && ($0.span != nil || $0.standing == .void) }
        }
        return LineEvidence(
            interview: id, session: session.id, mode: attempt.mode, startsAt: attempt.startsAt,
            startedAt: attempt.startedAt, endedAt: attempt.endedAt, report: report, thresholds: policy.quality,
            items: Self.inOrderOfTime(items), objections: attempt.objections, lineRatings: attempt.lineRatings)
    }

    /// The counters that the candidate's own browser sent, oldest first, for their own copy.
    public func ownSamples(of id: InterviewID, for principal: Principal) async throws -> [QualityRow] {
        guard case .candidate = principal else { throw WorkflowFailure.notFound }
        _ = try await interview(id, for: principal)
        return try await store.read { transaction in
            try transaction.qualityRows(of: id).filter { $0.side == Side.candidate.rawValue }
        }
    }

    private func measuredAttempt(
        _ id: InterviewID, for principal: Principal
    ) async throws -> (session: VerificationSession, attempt: Attempt, isCandidate: Bool) {
        guard let booking = try await store.read({ try $0.booking(interview: id) }) else {
            throw WorkflowFailure.notFound
        }
        let session = try await current(booking.session)
        guard let attempt = session.attempt(id) else { throw WorkflowFailure.notFound }
        switch principal {
        case .candidate(let own) where own == session.id: return (session, attempt, true)
        case .staff(let staff, _) where staff == attempt.interviewer: return (session, attempt, false)
        case .staff(let staff, _) where session.reviews.contains(where: { $0.assignee == staff }):
            return (session, attempt, false)
        default: throw WorkflowFailure.notFound
        }
    }

    private func item(
        _ assessed: AssessedItem, report: CallReport, thresholds: QualityThresholds
    ) -> LineEvidence.Item {
        let item = assessed.item
        let span = item.entry?.span.map { ItemSpan(askedAt: $0.askedAt, answeredAt: $0.answeredAt) }
        let kind: GatedKind =
            switch item.subject {
            case .identity: .identity
            case .fact: .fact
            case .question: .question
            }
        return LineEvidence.Item(
            id: item.id, subject: item.subject, span: span, standing: assessed.standing,
            finding: span.map { report.gate($0, kind: kind, thresholds: thresholds) }, answer: item.entry?.answer)
    }

    private static func inOrderOfTime(_ items: [LineEvidence.Item]) -> [LineEvidence.Item] {
        let marked = items.filter { $0.span != nil }.sorted { one, two in
            guard let first = one.span, let second = two.span else { return false }
            return (first.askedAt, first.answeredAt) < (second.askedAt, second.answeredAt)
        }
        return marked + items.filter { $0.span == nil }
    }
}
