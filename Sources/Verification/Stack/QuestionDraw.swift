public import Timekeeping

/// Which questions one interview asks: seeded, so that it replays from the record, and never one that the person has had before.
public struct QuestionDraw: Sendable {
    public var questions: Int
    public var minimumPerSkill: Int
    public var maximumPerKit: Int

    public init(questions: Int, minimumPerSkill: Int, maximumPerKit: Int) {
        self.questions = questions
        self.minimumPerSkill = minimumPerSkill
        self.maximumPerKit = maximumPerKit
    }

    /// Draws for a scope from the kits.
    ///
    /// Confirmed skills take turns, primary ones first, each until it has its minimum; then the rest is filled in the same turns. A kit
    /// gives at most `maximumPerKit` while another still has something to give. Implied skills are drawn only when confirmed ones
    /// have run out. Fewer than asked for is a valid result: what has no unseen question is reported as not assessed.
    public func draw(
        scope: Scope, kits: [InterviewKit], seen: Set<QuestionID>, generator: inout SeededGenerator
    ) -> [ScopedQuestion] {
        let unseen = kits.flatMap(\.questions).filter { !seen.contains($0.id) }.sorted { $0.id < $1.id }
        let askable = generator.shuffled(unseen.compactMap(scope.admit))
        var drawn: [ScopedQuestion] = []
        var perKit: [String: Int] = [:]
        var perSkill: [SkillID: Int] = [:]

        func take(for skill: SkillID?, respectingKits: Bool) -> Bool {
            let taken = Set(drawn.map(\.question.id))
            let candidates = askable.filter { candidate in
                !taken.contains(candidate.question.id)
                    && (skill.map(candidate.question.skills.contains) ?? true)
                    && (candidate.confirmedSkill != nil) == (skill != nil)
                    && (!respectingKits || perKit[candidate.question.kit, default: 0] < maximumPerKit)
            }
            guard
                let next = candidates.first(where: {
                    $0.question.level != .senior || isSeniorDeclared(skill, in: scope)
                })
                    ?? candidates.first
            else { return false }
            drawn.append(next)
            perKit[next.question.kit, default: 0] += 1
            for skill in next.question.skills { perSkill[skill, default: 0] += 1 }
            return true
        }

        let skills = scope.confirmed.map(\.skill)
        for respectingKits in [true, false] {
            for skill in skills {
                while drawn.count < questions, perSkill[skill, default: 0] < minimumPerSkill,
                    take(for: skill, respectingKits: respectingKits)
                {}
            }
            var progress = true
            while drawn.count < questions, progress {
                progress = false
                for skill in skills where drawn.count < questions {
                    if take(for: skill, respectingKits: respectingKits) { progress = true }
                }
            }
            while drawn.count < questions, take(for: nil, respectingKits: respectingKits) {}
        }
        return drawn
    }

    private func isSeniorDeclared(_ skill: SkillID?, in scope: Scope) -> Bool {
        scope.confirmed.first { $0.skill == skill }?.level == .senior
    }
}
