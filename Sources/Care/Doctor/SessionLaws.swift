import ConnectionQuality
import Timekeeping
import Verification

/// The laws that one session's state shows to hold or not; see `Docs/decision-table.md` for what they ask.
struct SessionLaws {
    let session: VerificationSession

    var findings: [Finding] {
        (session.outcomes.flatMap(adverse) + session.outcomes.compactMap(belowTheGate) + tries + appeals).map {
            Finding(.law, "Session \(session.id): \($0)")
        }
    }

    /// Laws 3 and 4: whatever is adverse was proposed, heard, decided by a second person, and told before it took effect.
    private func adverse(_ outcome: Outcome) -> [String] {
        let determination = outcome.determination
        var measures = determination.skills.filter { $0.result == .notDemonstrated }.map {
            AdverseMeasure.notDemonstrated(SkillID($0.skill))
        }
        if determination.status == .notVerified { measures.append(.notVerified) }
        return measures.flatMap { measure -> [String] in
            let what = "outcome \(outcome.id)"
            let proposal = session.proposals.last {
                $0.measure == measure && $0.state == .confirmed
                    && (measure != .notVerified || $0.ground == determination.reason)
            }
            guard let proposal, let decision = session.review(proposal.review)?.decision else {
                return ["\(what) is adverse, and nobody confirmed a proposal for it (law 3)."]
            }
            var defects: [String] = []
            if session.attempt(proposal.interview)?.interviewer == decision.by {
                defects.append("\(what) is adverse, and whoever held the interview confirmed it (law 3).")
            }
            if !proposal.isHeard(at: decision.at) {
                defects.append("\(what) is adverse, and was decided before the person was heard (law 4).")
            }
            let isTold = session.statements.contains { statement in
                determination.statements.contains(statement.id) && statement.measure == measure
                    && statement.sent.map { $0.at <= outcome.issuedAt } ?? false
            }
            if !isTold {
                defects.append("\(what) is adverse, and took effect before its statement of reasons was sent (law 4).")
            }
            return defects
        }
    }

    /// Law 2: nothing adverse rests on a call whose line failed.
    private func belowTheGate(_ outcome: Outcome) -> String? {
        let determination = outcome.determination
        guard
            determination.status == .notVerified
                || determination.skills.contains(where: { $0.result == .notDemonstrated }),
            session.attempt(determination.interview)?.call?.verdict == .technicalFailure
        else { return nil }
        return "outcome \(outcome.id) is adverse, and rests on an interview whose line failed (law 2)."
    }

    /// Law 7: technical trouble is free.
    private var tries: [String] {
        session.attempts.filter { $0.result == .abortedTechnical && $0.countsTowardLimit }.map {
            "interview \($0.interview) ended through technical trouble and counts as a try (law 7)."
        }
    }

    /// Law 3: an appeal is decided by somebody who took no part before.
    private var appeals: [String] {
        session.appeals.compactMap { appeal in
            guard appeal.decidedBy == .reviewer, let review = appeal.review.flatMap(session.review),
                let decision = review.decision
            else { return nil }
            let tookPart = session.parts(of: decision.by, besides: review.id).contains { part in
                switch part {
                case .heldInterview(_, let at), .decided(_, let at): at < decision.at
                }
            }
            return tookPart ? "appeal \(appeal.id) was decided by somebody who had taken part (law 3)." : nil
        }
    }
}
