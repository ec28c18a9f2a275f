public import Timekeeping

/// How a member of staff has taken part in a case, for telling them why somebody else decides it (law 3).
public enum PartTaken: Hashable, Sendable {
    /// Held an interview of this session that was not cancelled.
    case heldInterview(InterviewID, at: Instant)
    /// Decided another review of this session.
    case decided(ReviewID, at: Instant)
}

extension VerificationSession {
    /// The parts that somebody took in this case, in order of time, leaving out the review itself and second looks, which belong to it.
    public func parts(of staff: StaffID, besides review: ReviewID?) -> [PartTaken] {
        let interviews = attempts.filter { $0.isInterview && $0.interviewer == staff && $0.result != .cancelled }.map {
            PartTaken.heldInterview($0.interview, at: $0.startedAt ?? $0.startsAt)
        }
        let decisions = reviews.compactMap { other -> PartTaken? in
            guard other.id != review, let decision = other.decision, decision.by == staff else { return nil }
            return .decided(other.id, at: decision.at)
        }
        return interviews + decisions
    }

    /// The part that keeps somebody from deciding a review: an interview of theirs always, an earlier decision where an appeal is decided.
    public func conflict(of staff: StaffID, in review: Review) -> PartTaken? {
        parts(of: staff, besides: review.id).first { part in
            switch part {
            case .heldInterview: true
            case .decided: review.kind == .appeal
            }
        }
    }
}
