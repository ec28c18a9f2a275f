public import ConnectionQuality
import Scheduling
public import Timekeeping
public import Verification

/// What the person who holds an interview has in front of them while they hold it, and nothing more: no earlier attempt, no trigger,
/// no appeal, no message of the case (`Docs/access.md`).
extension Workbench {
    public struct InterviewDesk: Sendable {
        public var attempt: Attempt
        public var policy: Policy
        /// BCP 47, best first.
        public var languages: [String]
        /// The holder's own zone.
        public var zone: String
        /// Only once both have joined.
        public var candidateName: String?
        /// Notes that the scorecard refers to, and the profile's facts once both have joined.
        public var texts: [PersonalTextID: String]
        public var standings: [ItemID: ItemStanding]
        /// Whether the line was measured at all; without rows no item can be said to lie above its gate.
        public var isMeasured: Bool
        public var gaps: [Interval]
        /// Until when the scorecard can be filled in, once the call has ended.
        public var submitBy: Instant?
        /// Further questions of the bank that the frozen scope admits and the person never had.
        public var addable: [Question]
        /// Names of the skills that the scorecard's questions count for.
        public var skillNames: [SkillID: String]
    }

    public func interviewDesk(_ id: InterviewID, for principal: Principal) async throws -> InterviewDesk {
        let session = try await heldInterview(id, by: principal)
        guard let attempt = session.attempt(id) else { throw WorkflowFailure.notFound }
        let policy = policy(of: session)
        return try await store.read { transaction in
            let report = try report(on: id, of: session, policy: policy, transaction)
            let assessed = assess(attempt.scorecard, report: report, mode: attempt.mode, thresholds: policy.quality)
            var texts: [PersonalTextID: String] = [:]
            for text in attempt.textsForHolder { texts[text] = try transaction.personalText(text) }
            let name = attempt.bothHaveJoined ? try transaction.personalText(session.profile.displayName) : nil
            let asked = session.askedQuestions.union(
                Set(try transaction.askedQuestions(of: session.person).map { QuestionID($0) }))
            return InterviewDesk(
                attempt: attempt, policy: policy, languages: session.profile.languages,
                zone: try zone(of: attempt.interviewer, transaction), candidateName: name, texts: texts,
                standings: Dictionary(assessed.map { ($0.item.id, $0.standing) }) { $1 },
                isMeasured: !report.windows.isEmpty, gaps: report.gaps,
                submitBy: session.scorecardDeadline(of: attempt, policy: policy),
                addable: addable(to: attempt, asked: asked), skillNames: skillNames(of: attempt.scorecard))
        }
    }

    /// The zone that a member of staff works in; UTC for those without a calendar of their own.
    func zone(of staff: StaffID, _ transaction: any ReadTransaction) throws -> String {
        try transaction.staff(staff).flatMap { profiles.profile($0)?.availability.timeZone } ?? "UTC"
    }

    public func zone(of staff: StaffID) async throws -> String {
        try await store.read { try zone(of: staff, $0) }
    }

    private func addable(to attempt: Attempt, asked: Set<QuestionID>) -> [Question] {
        guard attempt.isInterview, attempt.submission == nil, !attempt.isOver else { return [] }
        let present = asked.union(attempt.scorecard.questions.map(\.question.id))
        return content.kits.flatMap(\.questions)
            .filter { !present.contains($0.id) && attempt.scorecard.scope.admit($0) != nil }
    }

    private func skillNames(of scorecard: Scorecard) -> [SkillID: String] {
        let skills = scorecard.questions.flatMap { $0.question.skills + ($0.confirmedSkill.map { [$0] } ?? []) }
        return Dictionary(skills.map { ($0, content.taxonomy.skill($0)?.name ?? $0.rawValue) }) { $1 }
    }
}

extension Attempt {
    /// Before that, neither side learns anything of who the other is.
    public var bothHaveJoined: Bool { joined[.interviewer] != nil && joined[.candidate] != nil }

    /// The texts of the scorecard that whoever holds the interview may read now.
    var textsForHolder: [PersonalTextID] {
        bothHaveJoined ? scorecard.texts : scorecard.items.compactMap { $0.entry?.note }
    }
}

extension VerificationSession {
    /// Until when an interview's scorecard can be submitted; `nil` before the call has ended and after the scorecard is closed.
    func scorecardDeadline(of attempt: Attempt, policy: Policy) -> Instant? {
        guard let endedAt = attempt.endedAt, attempt.submission == nil, !attempt.isOver else { return nil }
        if case .deliberating(.scorecard(attempt.interview, let by)) = phase { return by }
        // A second look closes one interview's length after its booked end.
        return attempt.isInterview
            ? endedAt + .hours(policy.deadlines.scorecardHours)
            : attempt.endsAt + .minutes(policy.interview.lengthMinutes)
    }
}
