/// A skill of the stack as the platform says it was declared.
public struct DeclaredSkill: Hashable, Sendable, Codable {
    public enum State: String, Sendable, Codable, CaseIterable {
        /// Known to the taxonomy; can be asked.
        case mapped
        /// Unknown to the taxonomy: accepted, reported, never asked.
        case unmapped
        /// Struck by the candidate when confirming.
        case withdrawn
    }

    /// The word as declared.
    public var name: String
    public var skill: SkillID?
    public var level: SkillLevel?
    public var primary: Bool
    public var struck: Bool

    public init(name: String, skill: SkillID?, level: SkillLevel?, primary: Bool, struck: Bool = false) {
        self.name = name
        self.skill = skill
        self.level = level
        self.primary = primary
        self.struck = struck
    }

    public var state: State { struck ? .withdrawn : skill == nil ? .unmapped : .mapped }
    /// The canonical id where there is one, else the declared word.
    public var reportedName: String { skill?.rawValue ?? name }
}

/// What one session may ask about: the closure of the confirmed stack, frozen at the first booking for every attempt.
public struct Scope: Hashable, Sendable, Codable {
    public struct ConfirmedSkill: Hashable, Sendable, Codable {
        public var skill: SkillID
        public var level: SkillLevel?
        public var primary: Bool
    }

    public let taxonomyVersion: String
    /// In the order declared, primary ones first.
    public let confirmed: [ConfirmedSkill]
    /// What the confirmed skills imply and was not itself confirmed; asked at basic level, never adverse.
    public let implied: Set<SkillID>

    /// The scope of a stack: struck, unmapped and repeated skills are left out.
    public init(stack: [DeclaredSkill], taxonomy: Taxonomy) {
        var seen: Set<SkillID> = []
        var confirmed: [ConfirmedSkill] = []
        for declared in stack where !declared.struck {
            guard let skill = declared.skill, seen.insert(skill).inserted else { continue }
            confirmed.append(ConfirmedSkill(skill: skill, level: declared.level, primary: declared.primary))
        }
        let struck = Set(stack.filter(\.struck).compactMap(\.skill))
        self.taxonomyVersion = taxonomy.version
        self.confirmed = confirmed.filter(\.primary) + confirmed.filter { !$0.primary }
        // What a person struck stays out, even where another skill would bring it back in.
        self.implied = taxonomy.closure(of: seen).subtracting(seen).subtracting(struck)
    }

    /// Makes a question askable, or refuses it.
    ///
    /// This is the only way to a ``ScopedQuestion``. A question is in scope when each of its skills is confirmed or implied, at least at
    /// the level declared for a confirmed one; a question on implied skills alone has to be basic.
    public func admit(_ question: Question) -> ScopedQuestion? {
        guard !question.skills.isEmpty else { return nil }
        var countsFor: ConfirmedSkill?
        for skill in question.skills {
            if let confirmed = confirmed.first(where: { $0.skill == skill }) {
                guard question.level <= confirmed.level ?? .senior else { return nil }
                if countsFor == nil { countsFor = confirmed }
            } else if !implied.contains(skill) {
                return nil
            }
        }
        guard countsFor != nil || question.level == .basic else { return nil }
        return ScopedQuestion(question: question, confirmedSkill: countsFor?.skill)
    }

    private enum CodingKeys: String, CodingKey { case taxonomyVersion, confirmed, implied }

    /// Sorted, because scorecards are hashed with their scope and a set has another order in each process (law 9).
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(taxonomyVersion, forKey: .taxonomyVersion)
        try container.encode(confirmed, forKey: .confirmed)
        try container.encode(implied.sorted(), forKey: .implied)
    }

    /// The text that the scope's digest is taken over: one line a skill, in a fixed order.
    public var canonicalText: String {
        var lines = ["taxonomy \(taxonomyVersion)"]
        lines += confirmed.sorted { $0.skill < $1.skill }.map {
            "confirmed \($0.skill) \($0.level?.rawValue ?? "-") \($0.primary ? "primary" : "-")"
        }
        lines += implied.sorted().map { "implied \($0)" }
        return lines.joined(separator: "\n")
    }
}

/// A question that the session's scope has admitted. It can be encoded but not decoded: stored ones are admitted again when read,
/// so a record that was tampered with cannot bring an out-of-scope question back.
public struct ScopedQuestion: Hashable, Sendable, Encodable {
    public let question: Question
    /// The confirmed skill that the question counts for; `nil` where all of its skills are merely implied (never adverse).
    public let confirmedSkill: SkillID?

    fileprivate init(question: Question, confirmedSkill: SkillID?) {
        self.question = question
        self.confirmedSkill = confirmedSkill
    }

    public func encode(to encoder: any Encoder) throws {
        try question.encode(to: encoder)
    }
}
