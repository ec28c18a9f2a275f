import Timekeeping
public import Verification

/// A reviewer's queue with what each entry is about, and the cases that were moved away from them.
extension Workbench {
    /// One review with the session it belongs to, which says what it is about.
    public struct QueuedReview: Sendable {
        public var review: Review
        public var session: VerificationSession
        public var displayName: String?
        public var conflict: PartTaken?
    }

    /// A review that was this person's once and is somebody else's now.
    public struct MovedReview: Sendable {
        public var review: Review
        public var session: VerificationSession
        /// The part that the person took; `nil` where they were away or suspended then.
        public var part: PartTaken?
    }

    /// Open reviews, the most urgent first. What nobody had is drawn for first, so that a queue is never short of what is its own.
    public func openReviews(of staff: StaffID) async throws -> [QueuedReview] {
        let rows = try await reviews(of: staff, openOnly: true, after: nil, limit: Self.longestQueue)
        var queued: [QueuedReview] = []
        for row in rows {
            // Deadlines may just have closed it: the session as it is now says so.
            let session = try await current(row.session)
            guard let review = session.review(row.id), review.isOpen, review.assignee == staff else { continue }
            queued.append(try await queuedReview(review, in: session, for: staff))
        }
        return queued.sorted { ($0.review.dueAt, $0.review.id) < ($1.review.dueAt, $1.review.id) }
    }

    private static let longestQueue = 200

    /// Reviews that are decided or closed, newest first, by page from 1; `total` counts them all.
    public func doneReviews(
        of staff: StaffID, page: Int, size: Int
    ) async throws -> (reviews: [QueuedReview], total: Int) {
        let (rows, total) = try await store.read {
            (
                try $0.closedReviews(
                    assignee: staff, from: Self.always, skipping: max(0, (page - 1) * size), limit: size),
                try $0.closedReviewCount(assignee: staff)
            )
        }
        var reviews: [QueuedReview] = []
        for row in rows {
            let session = try await current(row.session)
            guard let review = session.review(row.id) else { continue }
            reviews.append(try await queuedReview(review, in: session, for: staff))
        }
        return (reviews, total)
    }

    private func queuedReview(
        _ review: Review, in session: VerificationSession, for staff: StaffID
    ) async throws -> QueuedReview {
        let name = session.profile.displayName
        return QueuedReview(
            review: review, session: session, displayName: try await personalTexts(of: session, [name])[name],
            conflict: session.conflict(of: staff, in: review))
    }

    private static let always = Instant(secondsSinceEpoch: 0)

    /// How far back somebody is told what was moved away from them, and how many cases are looked at for it.
    private static let moving = (days: 90, cases: 50)

    /// Reviews that were drawn for this person and are somebody else's now, newest first.
    ///
    /// Looked for in the cases that the person had to do with; only what they were once given is named, so that nobody learns from it
    /// that an interview of theirs was contested.
    public func movedReviews(of staff: StaffID) async throws -> [MovedReview] {
        try await store.read { transaction in
            let from = now - .days(Self.moving.days)
            let open = try transaction.reviews(assignee: staff, openOnly: true, after: nil, limit: Self.moving.cases)
            let closed = try transaction.closedReviews(
                assignee: staff, from: from, skipping: 0, limit: Self.moving.cases)
            let reviewed = (open + closed).map(\.session)
            let held = try transaction.bookings(of: staff, endingAfter: from, limit: 200).map(\.session)
            var moved: [MovedReview] = []
            for id in Set(reviewed + held) {
                guard let row = try transaction.session(id) else { continue }
                let session = try decode(row)
                guard session.reviews.contains(where: { $0.assignee != staff }) else { continue }
                let given = try reviewsGiven(to: staff, in: id, transaction)
                for review in session.reviews where review.assignee != staff && given.contains(review.id) {
                    moved.append(
                        MovedReview(
                            review: review, session: session, part: session.parts(of: staff, besides: review.id).first))
                }
            }
            return moved.sorted { ($0.review.openedAt, $0.review.id) > ($1.review.openedAt, $1.review.id) }
        }
    }

    private func reviewsGiven(
        to staff: StaffID, in session: SessionID, _ transaction: any ReadTransaction
    ) throws -> Set<ReviewID> {
        var given: Set<ReviewID> = []
        for row in try transaction.events(of: session) {
            switch try SessionEvent(
                StoredEvent(kind: row.kind, payloadVersion: row.payloadVersion, payload: row.payload))
            {
            case .reviewOpened(let review) where review.assignee == staff: given.insert(review.id)
            case .reviewAssigned(let assigned) where assigned.assignee == staff: given.insert(assigned.review)
            default: continue
            }
        }
        return given
    }
}
