/// Skills apart from identity: what each confirmed skill's ratings above the gate say.
public enum SkillTable {
    public struct Line: Hashable, Sendable {
        public var result: SkillResult
        /// Ratings below the bar: a proposal may follow; until a second person confirms it, the skill is not assessed.
        public var isLow: Bool
        /// The items that the low median rests on.
        public var items: [ScorecardItem]
    }

    /// One line for each skill of the declared stack, in its order.
    public static func lines(stack: [DeclaredSkill], scope: Scope, items: [AssessedItem], policy: Policy) -> [Line] {
        stack.map { declared in
            func line(
                _ result: SkillResult.Result, level: SkillLevel? = nil, isLow: Bool = false, items: [ScorecardItem] = []
            )
                -> Line
            {
                Line(
                    result: SkillResult(skill: declared.reportedName, level: level, result: result), isLow: isLow,
                    items: items)
            }
            if declared.struck { return line(.withdrawn) }
            guard let skill = declared.skill, scope.confirmed.contains(where: { $0.skill == skill }) else {
                return line(.notAssessed)
            }
            let rated = items.compactMap { assessed -> (item: ScorecardItem, points: Int, level: SkillLevel)? in
                guard assessed.isAbove, case .question(let scoped) = assessed.item.subject,
                    scoped.question.skills.contains(skill), case .rating(let rating)? = assessed.item.entry?.answer,
                    let points = rating.points
                else { return nil }
                return (assessed.item, points, scoped.question.level)
            }
            guard rated.count >= policy.skills.minimumRated else { return line(.notAssessed) }
            guard doubledMedian(rated.map(\.points)) >= 2 * policy.skills.demonstratedMedian else {
                return line(.notAssessed, isLow: true, items: rated.map(\.item))
            }
            let shown = rated.filter { $0.points >= policy.skills.demonstratedMedian }.map(\.level).max()
            return line(.demonstrated, level: shown.map { min($0, declared.level ?? .senior) })
        }
    }

    /// Twice the median, so that the mean of two middle ratings stays a whole number.
    private static func doubledMedian(_ points: [Int]) -> Int {
        let sorted = points.sorted()
        let upper = sorted.dropFirst(sorted.count / 2).first ?? 0
        let lower = sorted.dropFirst((sorted.count - 1) / 2).first ?? 0
        return upper + lower
    }
}
