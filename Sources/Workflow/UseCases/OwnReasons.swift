public import Verification

/// Law 4: the reasons of a decision are words of its own case. Looked at before they are shown back, and again before they are stored.
extension Workbench {
    public enum ReasonsDefect: Hashable, Sendable {
        case empty
        case tooShort
        /// This reviewer gave nearly the same reasons in another case.
        case usedInAnotherCase(ReviewID)
        /// It is what the published rules say anyway.
        case published
    }

    /// What is wrong with the reasons that a reviewer typed for a review, or `nil`. Reads only.
    public func defect(
        inReasons text: String, for review: ReviewID, by staff: StaffID
    ) async throws -> ReasonsDefect? {
        let earlier = try await earlierReasons(of: staff, besides: review)
        let published = content.reasons.values.flatMap { [$0.title, $0.meaning, $0.lifts, $0.contest] }
        switch OwnWords(earlier: earlier.map(\.text), published: published).defect(in: text) {
        case nil: return nil
        case .empty: return .empty
        case .tooShort: return .tooShort
        case .published: return .published
        case .repeated(let index): return earlier.dropFirst(index).first.map { .usedInAnotherCase($0.review) }
        }
    }

    /// What this reviewer wrote when deciding about other people.
    ///
    /// Another review of the same session is the same case: several skills of one interview rest on the same facts.
    private func earlierReasons(
        of staff: StaffID, besides review: ReviewID
    ) async throws -> [(review: ReviewID, text: String)] {
        try await store.read { transaction in
            let own = try transaction.review(review)?.session
            var texts: [(review: ReviewID, text: String)] = []
            for row in try everyReview(of: staff, transaction) where !row.isOpen && row.session != own {
                guard let stored = try transaction.session(row.session),
                    let decision = try decode(stored).review(row.id)?.decision, decision.by == staff,
                    let text = try transaction.personalText(decision.reasons)
                else { continue }
                texts.append((row.id, text))
            }
            return texts
        }
    }
}
