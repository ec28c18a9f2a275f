public import Timekeeping
public import Verification

/// What a reviewer's own decisions add up to. For the reviewer's eyes: nobody is ranked by it.
extension Workbench {
    public struct ReviewStatistics: Sendable {
        public struct Kind: Sendable {
            public var kind: Review.Kind
            public var open = 0
            public var decided = 0
            /// Closed without a decision: lapsed in the person's favour, or made pointless by something else.
            public var undecided = 0
            public var choices: [Review.Choice: Int] = [:]
            /// Decisions against the person that a granted appeal undid later.
            public var reversed = 0
            public var times: [TimeSpan] = []
        }

        public var kinds: [Kind]

        public var decided: Int { kinds.map(\.decided).reduce(0, +) }
        public var reversed: Int { kinds.map(\.reversed).reduce(0, +) }
        /// Decisions that went against the person: only those can be reversed.
        public var adverse: Int {
            kinds.map { ($0.choices[.confirm] ?? 0) + ($0.choices[.refuse] ?? 0) }.reduce(0, +)
        }
        public var times: [TimeSpan] { kinds.flatMap(\.times).sorted() }
        public var medianTime: TimeSpan? { times.dropFirst(times.count / 2).first }
    }

    /// The figures of the last twelve months; `known` spares counting again while nothing is committed.
    public func reviewStatistics(of staff: StaffID, known: ReviewFigures) async throws -> ReviewStatistics {
        let mark = store.changeMark()
        if let statistics = known.cache.value(staff, mark: mark) { return statistics }
        let statistics = try await countReviews(of: staff)
        known.cache.keep(statistics, for: staff, mark: mark)
        return statistics
    }

    /// Far more than anybody decides in a year.
    private static let mostCounted = 5000

    private func countReviews(of staff: StaffID) async throws -> ReviewStatistics {
        let from = now.addingMonths(-12)
        return try await store.read { transaction in
            var kinds = Dictionary(
                uniqueKeysWithValues: Review.Kind.allCases.map { ($0, ReviewStatistics.Kind(kind: $0)) })
            let rows =
                try transaction.reviews(assignee: staff, openOnly: true, after: nil, limit: 200)
                + transaction.closedReviews(assignee: staff, from: from, skipping: 0, limit: Self.mostCounted)
            for row in rows {
                guard let stored = try transaction.session(row.session) else { continue }
                let session = try decode(stored)
                guard let review = session.review(row.id) else { continue }
                var figures = kinds[review.kind] ?? ReviewStatistics.Kind(kind: review.kind)
                if let decision = review.decision, decision.by == staff {
                    figures.decided += 1
                    figures.choices[decision.choice, default: 0] += 1
                    figures.times.append(decision.at - session.decidable(review))
                    if session.isReversed(review, decision) { figures.reversed += 1 }
                } else if review.isOpen {
                    figures.open += 1
                } else {
                    figures.undecided += 1
                }
                kinds[review.kind] = figures
            }
            return ReviewStatistics(kinds: Review.Kind.allCases.compactMap { kinds[$0] })
        }
    }
}

/// Reviewers' figures as the record last gave them.
public final class ReviewFigures: Sendable {
    let cache = MarkedCache<StaffID, Workbench.ReviewStatistics>(capacity: 32)

    public init() {}
}

extension VerificationSession {
    /// From when a review could be decided: a confirmation has to wait for the hearing, which is not the reviewer's time.
    fileprivate func decidable(_ review: Review) -> Instant {
        guard review.decision?.choice == .confirm, let proposal = proposal(review: review.id) else {
            return review.openedAt
        }
        return proposal.hearing.map { min($0.at, proposal.answerBy) } ?? proposal.answerBy
    }

    /// Whether a decision against the person was undone by an appeal that was granted after it.
    fileprivate func isReversed(_ review: Review, _ decision: Review.Decision) -> Bool {
        guard decision.choice == .confirm || decision.choice == .refuse else { return false }
        return appeals.contains { appeal in
            guard appeal.state == .granted, appeal.effect != .recordOnly, appeal.review != review.id,
                let at = appeal.decidedAt, at > decision.at
            else { return false }
            switch (review.kind, appeal.target) {
            case (.appeal, _): return self.appeal(review: review.id)?.target == appeal.target
            case (_, .attempt(let interview)): return interview == review.interview
            case (_, .outcome(let id)):
                return proposal(review: review.id)?.measure == .notVerified
                    && outcome(id)?.determination.interview == review.interview
            case (_, .skill(let skill)): return proposal(review: review.id)?.measure == .notDemonstrated(skill)
            }
        }
    }
}
