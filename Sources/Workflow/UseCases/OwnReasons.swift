import Timekeeping
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

    /// The longest explanation, and the longest text of explanation and facts together.
    public static let longestExplanation = 5000
    public static let longestReasons = 40_000

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

    /// Refuses reasons that are not this case's own.
    func require(ownReasons text: String, restingOn facts: String?, for review: ReviewID, by staff: StaffID)
        async throws
    {
        func refuse(_ sentence: String) -> WorkflowFailure { .invalid(pointer: "/reasons", sentence: sentence) }
        guard text.count + (facts?.count ?? 0) <= Self.longestReasons else {
            throw refuse("Use at most \(Self.longestReasons) characters.")
        }
        switch try await defect(inReasons: text, for: review, by: staff) {
        case nil: return
        case .empty: throw refuse("Say why, in words of this case.")
        case .tooShort:
            throw refuse("Say more: at least \(OwnWords.fewestLetters) letters about what happened in this case.")
        case .usedInAnotherCase(let other):
            throw refuse("You gave nearly the same reasons in \(other); say what happened in this case.")
        case .published:
            throw refuse("This only repeats the published rule; say what in this case meets it, or does not.")
        }
    }

    /// Decisions that a new text is compared with, the newest first: nobody repeats from memory what is older, and looking stays quick.
    private static let remembered = 200

    /// What this reviewer wrote when deciding about other people.
    ///
    /// Another review of the same session is the same case: several skills of one interview rest on the same facts.
    private func earlierReasons(
        of staff: StaffID, besides review: ReviewID
    ) async throws -> [(review: ReviewID, text: String)] {
        try await store.read { transaction in
            let own = try transaction.review(review)?.session
            let closed = try transaction.closedReviews(
                assignee: staff, from: Instant(secondsSinceEpoch: 0), skipping: 0, limit: Self.remembered)
            var texts: [(review: ReviewID, text: String)] = []
            for row in closed where row.session != own {
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
