import Timekeeping
import Verification
import Workflow

/// What can be decided in a review right now, each with what follows from it.
struct DecisionOptions: Sendable {
    struct Option: Sendable, Equatable {
        var choice: Review.Choice
        var effect: Appeal.Effect?

        /// What the form sends, such as `grant:reversal`.
        var value: String { effect.map { "\(choice.rawValue):\($0.rawValue)" } ?? choice.rawValue }
    }

    let review: Review
    let session: VerificationSession
    let reader: StaffID
    let now: Instant
    let policy: Policy

    /// In the order of the form; what has to wait for something is left out, and ``waiting(_:)`` says for what.
    var options: [Option] {
        switch review.kind {
        case .proposal: (hold == nil ? [Option(choice: .confirm)] : []) + [Option(choice: .reject)]
        case .appeal:
            effects.map { Option(choice: .grant, effect: $0) } + [Option(choice: .refuse)]
        case .disputed, .audit: Review.choices(for: review.kind).map { Option(choice: $0) }
        }
    }

    /// Why the proposal cannot be confirmed yet.
    enum Hold: Equatable, Sendable {
        case hearing(until: Instant)
        case secondLook
    }

    var hold: Hold? {
        guard let proposal = session.proposal(review: review.id) else { return nil }
        if !proposal.isHeard(at: now) { return .hearing(until: proposal.answerBy) }
        guard proposal.ground.isSuspicion, !hasLooked else { return nil }
        return .secondLook
    }

    /// Whether the review asks for the second person's own perception at all.
    var needsLook: Bool { session.proposal(review: review.id)?.ground.isSuspicion == true }

    /// The reader's own look; a colleague's would be notes to them.
    var hasLooked: Bool {
        session.attempts.contains {
            $0.purpose == .secondLook(review.id) && $0.interviewer == reader && $0.wasLookedAt
        }
    }

    /// Tries used up on I401 or I402 come as the same kind of review as a disputed line, and mean something else.
    var isOutOfTries: Bool {
        guard review.kind == .disputed, let attempt = session.attempt(review.interview) else { return false }
        return attempt.isOver && attempt.reasonCodes.first?.group == .inconclusive
    }

    /// What granting can mean, the usual first.
    private var effects: [Appeal.Effect] {
        guard let appeal = session.appeal(review: review.id) else { return [] }
        let usual = session.usualEffect(of: appeal)
        return [usual] + session.possibleEffects(of: appeal).filter { $0 != usual }
    }

    // MARK: Words

    /// The key of an option's words: `confirm_skill`, `grant_reversal`, `assess_tries`, …
    private func key(_ option: Option) -> String {
        let proposal = session.proposal(review: review.id)
        switch option.choice {
        case .confirm, .reject:
            if case .notDemonstrated? = proposal?.measure { return "\(option.choice.rawValue)_skill" }
            let isCorrection = option.choice == .reject && proposal?.hearing?.corrections.isEmpty == false
            return isCorrection && proposal?.ground == .profileFactContradicted
                ? "reject_corrected" : option.choice.rawValue
        case .grant: return "grant_\(option.effect?.rawValue ?? Appeal.Effect.reverification.rawValue)"
        case .assess, .abort: return isOutOfTries ? "\(option.choice.rawValue)_tries" : option.choice.rawValue
        case .refuse, .agree, .disagree: return option.choice.rawValue
        }
    }

    func label(_ option: Option, _ words: Words) -> String { words["reviewer_option_\(key(option))"] }

    /// What follows, in sentences.
    func consequence(_ option: Option, _ words: Words) -> String {
        words(
            "reviewer_consequence_\(key(option))",
            [
                "months": String(policy.deadlines.appealMonths), "days": String(policy.validity.adverseDays),
            ])
    }

    /// Whether somebody is worse off by it: then the person reads the reasons as they stand.
    func isAdverse(_ option: Option) -> Bool { option.choice == .confirm || option.choice == .refuse }
}
