import Timekeeping
import Verification

/// What of a case can be appealed at present, and until when. The rules stand in `Decisions/Appealing.swift`, which has the last word.
struct AppealChoices {
    struct Target {
        var target: AppealTarget
        var interview: InterviewID
        var name: String
        var hint: String
        var until: Instant
        /// An appeal on the same target that is not decided yet.
        var open: AppealID?
        /// Decided before: a second one needs new facts.
        var wasDecided: Bool
        /// A technical attempt: free already, so that an appeal changes the record alone.
        var isFree: Bool

        /// `attempt:iv_…`, as addresses and forms name it.
        var word: String { "\(target.kind):\(target.id)" }
    }

    let targets: [Target]

    init(_ own: AfterCase) {
        let session = own.session
        guard session.status != .cancelled else {
            targets = []
            return
        }
        let months = own.policy.deadlines.appealMonths
        let outcome = session.outcomeInForce
        var found: [Target] = []
        func add(_ target: AppealTarget, _ interview: InterviewID, since: Instant, name: String, hint: String) {
            let until = since.addingMonths(months)
            guard own.now < until else { return }
            found.append(
                Target(
                    target: target, interview: interview, name: name, hint: hint, until: until,
                    open: session.openAppeals.first { $0.target == target }?.id,
                    wasDecided: session.appeals.contains { $0.target == target && $0.state != .underReview },
                    isFree: session.attempt(interview)?.result == .abortedTechnical))
        }
        if let outcome, outcome.status == .valid, outcome.determination.status != .verified {
            add(
                .outcome(outcome.id), outcome.determination.interview, since: outcome.issuedAt,
                name: own.words["candidate_appeal_target_outcome"],
                hint: own.words["candidate_appeal_target_outcome_hint"])
        }
        for skill in outcome?.determination.skills ?? [] where skill.result == .notDemonstrated {
            guard let outcome else { continue }
            add(
                .skill(SkillID(skill.skill)), outcome.determination.interview, since: outcome.issuedAt,
                name: own.words("candidate_appeal_target_skill", ["skill": own.skillName(skill.skill)]),
                hint: own.words["candidate_appeal_target_skill_hint"])
        }
        let results = [outcome?.determination, session.unsigned, session.withheld?.determination]
        for attempt in session.attempts.reversed()
        where attempt.isInterview && attempt.result != .cancelled {
            guard let closedAt = attempt.closedAt else { continue }
            guard !results.contains(where: { $0?.interview == attempt.interview && $0?.status == .verified })
            else { continue }
            add(
                .attempt(attempt.interview), attempt.interview, since: closedAt, name: own.name(attempt),
                hint: own.words["candidate_line_result_\(attempt.result.rawValue)"])
        }
        targets = found
    }

    func find(_ word: String?) -> Target? { targets.first { $0.word == word } }
}

extension AfterCase {
    /// What an appeal was against, by a name that the person knows.
    func name(of target: AppealTarget) -> String {
        switch target {
        case .attempt(let id): session.attempt(id).map(name) ?? words["candidate_appeal_target_attempt"]
        case .outcome: words["candidate_appeal_target_outcome"]
        case .skill(let skill):
            words("candidate_appeal_target_skill", ["skill": skillName(skill.rawValue)])
        }
    }
}
