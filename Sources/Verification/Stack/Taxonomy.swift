/// A canonical skill of the taxonomy, such as `go`.
public struct SkillID: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    public let rawValue: String

    public init(_ text: String) { rawValue = text }

    public init(from decoder: any Decoder) throws {
        rawValue = try decoder.singleValueContainer().decode(String.self)
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(rawValue)
    }

    public var description: String { rawValue }
    public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

public enum SkillLevel: String, Codable, Sendable, CaseIterable, Comparable {
    case basic, intermediate, senior

    /// 1 to 3, for comparison and matching.
    public var rank: Int {
        switch self {
        case .basic: 1
        case .intermediate: 2
        case .senior: 3
        }
    }

    public static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }
}

public struct Skill: Hashable, Sendable, Codable {
    public var id: SkillID
    public var name: String
    public var category: String
    public var aliases: [String]
    /// Skills that whoever has this one has at basic level too.
    public var implies: [SkillID]

    public init(id: SkillID, name: String, category: String, aliases: [String], implies: [SkillID]) {
        self.id = id
        self.name = name
        self.category = category
        self.aliases = aliases
        self.implies = implies
    }
}

/// All skills that Candor knows by name, with what each implies.
public struct Taxonomy: Sendable, Hashable {
    /// What is wrong with a taxonomy, and in which skill.
    public struct Defect: Error, Hashable, Sendable {
        public let skill: SkillID
        public let sentence: String
    }

    public let version: String
    public let skills: [Skill]
    private let byID: [SkillID: Skill]
    private let byName: [String: SkillID]

    /// Throws every defect found: names used twice, unknown implied skills, cycles of implication.
    public init(version: String, skills: [Skill]) throws(TaxonomyDefects) {
        var defects: [Defect] = []
        var byID: [SkillID: Skill] = [:]
        var byName: [String: SkillID] = [:]
        for skill in skills {
            if byID.updateValue(skill, forKey: skill.id) != nil {
                defects.append(Defect(skill: skill.id, sentence: "The id stands twice; give each skill one entry."))
            }
            for name in [skill.id.rawValue] + skill.aliases {
                let folded = Self.fold(name)
                if let other = byName[folded], other != skill.id {
                    defects.append(
                        Defect(
                            skill: skill.id, sentence: "The name '\(name)' already belongs to '\(other)'; remove one."))
                }
                byName[folded] = skill.id
            }
        }
        for skill in skills {
            for implied in skill.implies where byID[implied] == nil {
                defects.append(
                    Defect(
                        skill: skill.id, sentence: "It implies '\(implied)', which is no skill; add it or remove it."))
            }
            if Self.closure(of: skill.implies, in: byID).contains(skill.id) {
                defects.append(
                    Defect(skill: skill.id, sentence: "It implies itself through a cycle; remove one of the arrows."))
            }
        }
        guard defects.isEmpty else { throw TaxonomyDefects(defects: defects) }
        self.version = version
        self.skills = skills
        self.byID = byID
        self.byName = byName
    }

    /// The canonical skill for an id or alias as somebody typed it; `nil` for an unmapped one.
    public func resolve(_ name: String) -> SkillID? { byName[Self.fold(name)] }

    public func skill(_ id: SkillID) -> Skill? { byID[id] }

    /// The given skills and everything that they imply, at any distance.
    public func closure(of skills: some Sequence<SkillID>) -> Set<SkillID> {
        let start = Array(skills)
        return Self.closure(of: start, in: byID).union(start)
    }

    private static func closure(of start: [SkillID], in byID: [SkillID: Skill]) -> Set<SkillID> {
        var reached: Set<SkillID> = []
        var waiting = start
        while let next = waiting.popLast() {
            guard reached.insert(next).inserted else { continue }
            waiting.append(contentsOf: byID[next]?.implies ?? [])
        }
        return reached
    }

    private static func fold(_ name: String) -> String {
        name.lowercased().split(whereSeparator: { $0.isWhitespace }).joined(separator: " ")
    }
}

public struct TaxonomyDefects: Error, Hashable, Sendable {
    public let defects: [Taxonomy.Defect]
}
