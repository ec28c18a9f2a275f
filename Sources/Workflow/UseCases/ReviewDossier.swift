public import Timekeeping
public import Verification

/// The whole case behind one review, for the person who decides it.
extension Workbench {
    /// One event of the stream with who caused it.
    public struct Happening: Sendable {
        public var event: SessionEvent
        /// `platform:pl_…`, `candidate`, `staff:st_…`, `policy` or `clock`.
        public var actor: String
        public var at: Instant
        public var version: Int
    }

    public struct ReviewDossier: Sendable {
        public var file: ReviewFile
        public var attempt: Attempt
        public var policy: Policy
        /// `nil` where the table never looked at the attempt: no scorecard was submitted.
        public var trace: DecisionTrace?
        public var happenings: [Happening]
        /// What keeps the reader from deciding, if anything.
        public var conflict: PartTaken?
        /// The reader's own zone.
        public var zone: String
    }

    /// Throws ``WorkflowFailure/notFound`` for whoever the review is not assigned to.
    public func dossier(
        _ id: ReviewID, for principal: Principal, reports: LineReports? = nil
    ) async throws -> ReviewDossier {
        guard case .staff(let staff, _) = principal else { throw WorkflowFailure.notFound }
        let file = try await reviewFile(id, for: principal, reports: reports)
        guard let attempt = file.session.attempt(file.review.interview) else { throw WorkflowFailure.notFound }
        let policy = policy(of: file.session)
        return try await store.read { transaction in
            ReviewDossier(
                file: file, attempt: attempt, policy: policy,
                trace: file.session.caseFile(for: attempt, report: file.report, policy: policy).map(DecisionTrace.init),
                happenings: try transaction.events(of: file.session.id).map(happening),
                conflict: file.session.conflict(of: staff, in: file.review), zone: try zone(of: staff, transaction))
        }
    }

    private func happening(_ row: EventRow) throws -> Happening {
        Happening(
            event: try SessionEvent(
                StoredEvent(kind: row.kind, payloadVersion: row.payloadVersion, payload: row.payload)),
            actor: row.actor, at: row.at, version: row.version)
    }

    /// Why a review is not the caller's, where that may be said: only to somebody who took part in its case and so knows of it anyway.
    public enum ReviewRefusal: Hashable, Sendable {
        /// There is no such review, or it is no business of the caller's: the same answer, on purpose.
        case notYours
        case tookPart(PartTaken)
    }

    public func refusal(of id: ReviewID, to principal: Principal) async throws -> ReviewRefusal {
        guard case .staff(let staff, _) = principal else { return .notYours }
        return try await store.read { transaction in
            guard let row = try transaction.review(id), row.assignee != staff,
                let stored = try transaction.session(row.session)
            else { return .notYours }
            return try decode(stored).parts(of: staff, besides: id).first.map(ReviewRefusal.tookPart) ?? .notYours
        }
    }

    /// The session of the caller's own review, deadlines applied.
    public func reviewedSession(
        _ id: ReviewID, for principal: Principal
    ) async throws -> (session: VerificationSession, review: Review) {
        guard case .staff(let staff, _) = principal else { throw WorkflowFailure.notFound }
        let row = try await ownReview(id, staff)
        let session = try await current(row.session)
        guard let review = session.review(id), review.assignee == staff else { throw WorkflowFailure.notFound }
        return (session, review)
    }
}
