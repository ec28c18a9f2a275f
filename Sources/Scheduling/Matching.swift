/// A skill and how well it is mastered or must be; levels ascend, and their meaning belongs to the caller.
public struct SkillCompetence: Hashable, Codable, Sendable {
    public var skill: String
    public var level: Int

    public init(skill: String, level: Int) {
        self.skill = skill
        self.level = level
    }
}

/// What scheduling has to know of an interviewer.
public struct InterviewerProfile: Hashable, Codable, Sendable {
    public var id: String
    public var availability: Availability
    public var skills: [SkillCompetence]
    /// BCP 47 tags; only the primary subtag counts.
    public var languages: [String]

    public init(id: String, availability: Availability, skills: [SkillCompetence], languages: [String]) {
        self.id = id
        self.availability = availability
        self.skills = skills
        self.languages = languages
    }
}

/// What an interview asks of its interviewer.
public struct MatchRequirements: Hashable, Codable, Sendable {
    /// Every one of them must be met, at this level or above.
    public var skills: [SkillCompetence]
    /// BCP 47 tags of which one must be shared; none at all means that language does not matter.
    public var languages: [String]
    /// Interviewers who may not take it: previous ones, conflicts of interest.
    public var excluded: Set<String>

    public init(skills: [SkillCompetence], languages: [String], excluded: Set<String> = []) {
        self.skills = skills
        self.languages = languages
        self.excluded = excluded
    }
}

/// The interviewers who qualify, in the order given, and for each of the others why not.
public struct MatchOutcome: Hashable, Sendable {
    public var matched: [InterviewerProfile]
    public var refused: [MatchRefusal]

    public init(matched: [InterviewerProfile], refused: [MatchRefusal]) {
        self.matched = matched
        self.refused = refused
    }
}

/// An interviewer who does not qualify, with every reason.
public struct MatchRefusal: Hashable, Sendable {
    public var interviewer: String
    public var reasons: [Reason]

    public init(interviewer: String, reasons: [Reason]) {
        self.interviewer = interviewer
        self.reasons = reasons
    }

    public enum Reason: Hashable, Sendable {
        case excluded
        case skillMissing(skill: String)
        case skillBelowLevel(skill: String, has: Int, needs: Int)
        case noCommonLanguage(speaks: [String], needs: [String])
    }
}

/// Sorts interviewers into those who may take an interview and those who may not.
///
/// These are hard filters: none is ever relaxed because nobody is left.
public func matching(_ interviewers: [InterviewerProfile], _ requirements: MatchRequirements) -> MatchOutcome {
    var outcome = MatchOutcome(matched: [], refused: [])
    for interviewer in interviewers {
        let reasons = requirements.reasonsAgainst(interviewer)
        if reasons.isEmpty {
            outcome.matched.append(interviewer)
        } else {
            outcome.refused.append(MatchRefusal(interviewer: interviewer.id, reasons: reasons))
        }
    }
    return outcome
}

extension MatchRequirements {
    func reasonsAgainst(_ interviewer: InterviewerProfile) -> [MatchRefusal.Reason] {
        var reasons: [MatchRefusal.Reason] = excluded.contains(interviewer.id) ? [.excluded] : []
        for needed in skills {
            let levels = interviewer.skills.lazy.filter { $0.skill == needed.skill }.map(\.level)
            guard let level = levels.max() else {
                reasons.append(.skillMissing(skill: needed.skill))
                continue
            }
            if level < needed.level {
                reasons.append(.skillBelowLevel(skill: needed.skill, has: level, needs: needed.level))
            }
        }
        let needed = Set(languages.map(primaryLanguage))
        let spoken = Set(interviewer.languages.map(primaryLanguage))
        if !needed.isEmpty, needed.isDisjoint(with: spoken) {
            reasons.append(.noCommonLanguage(speaks: spoken.sorted(), needs: needed.sorted()))
        }
        return reasons
    }
}

/// `en` for `en-GB`, `EN` and `en_US`: people who share a language understand each other across its regions.
func primaryLanguage(_ tag: String) -> String {
    tag.prefix { $0 != "-" && $0 != "_" }.lowercased()
}
