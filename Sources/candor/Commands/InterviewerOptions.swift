import Scheduling
import Settings
import Timekeeping
import Verification

/// An interviewer's hours, languages and skills as words of a command line.
struct InterviewerOptions {
    var timeZone: String?
    var hours: [String]
    var languages: [String]
    var skills: [String]
    var maximumPerDay: Int?

    /// What the published configuration knows.
    struct Known {
        var skills: Set<String>

        init(_ content: Content) {
            skills = Set(content.taxonomy.skills.map(\.id.rawValue))
        }
    }

    var isEmpty: Bool {
        timeZone == nil && hours.isEmpty && languages.isEmpty && skills.isEmpty && maximumPerDay == nil
    }

    /// Throws ``Failure`` with every gap and every word that cannot be, so that one look mends all.
    func profile(_ known: Known) throws -> InterviewerProfile {
        var troubles: [String] = []
        func collect<Value>(_ read: () throws -> Value) -> Value? {
            do {
                return try read()
            } catch {
                troubles.append("\(error)")
                return nil
            }
        }
        if timeZone == nil { troubles.append("--time-zone is missing, such as --time-zone Europe/Sarajevo.") }
        if languages.isEmpty { troubles.append("--language is missing, such as --language en.") }
        if skills.isEmpty { troubles.append("--skill is missing, such as --skill go=senior.") }
        let zone = timeZone ?? ""
        if timeZone != nil {
            _ = collect {
                do {
                    return try TimeZoneRules.load(zone)
                } catch {
                    throw Failure("--time-zone '\(zone)' is unknown; write a name such as Europe/Sarajevo or UTC.")
                }
            }
        }
        let blocks = (hours.isEmpty ? ["mon-fri,09:00-17:00"] : hours).compactMap { text in
            collect { try Self.block(text) }
        }
        for language in languages where !Self.isLanguage(language) {
            troubles.append("--language '\(language)' is no language tag; write one such as en, bs or pt-BR.")
        }
        let competences = skills.compactMap { text in collect { try Self.competence(text, known) } }
        if let maximumPerDay, !(1...24).contains(maximumPerDay) {
            troubles.append("--maximum-per-day is a number from 1 to 24.")
        }
        guard troubles.isEmpty else { throw Failure(troubles.joined(separator: "\n")) }
        return InterviewerProfile(
            id: "",
            availability: Availability(timeZone: zone, weekly: blocks, maximumPerDay: maximumPerDay),
            skills: competences, languages: languages)
    }

    // MARK: Words

    /// `mon-fri,09:00-17:00`, `sat,10:00-12:30`.
    static func block(_ text: String) throws -> WeeklyBlock {
        let wrong = Failure("--hours '\(text)' cannot be read; write such as mon-fri,09:00-17:00 or sat,10:00-12:30.")
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count == 2, let days = days(parts[0]) else { throw wrong }
        let times = parts[1].split(separator: "-", omittingEmptySubsequences: false).map(minutes)
        guard times.count == 2, let from = times.first ?? nil, let to = times.last ?? nil else { throw wrong }
        let block = WeeklyBlock(days: days, fromMinute: from, toMinute: to)
        guard block.isWellFormed else {
            throw Failure(
                "--hours '\(text)' ends before it begins; write hours past midnight as two, up to 24:00 and from 00:00."
            )
        }
        return block
    }

    private static func days(_ text: Substring) -> [Weekday]? {
        let week = Weekday.allCases
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { name in
            week.firstIndex { $0.rawValue == name.lowercased() }
        }
        guard (1...2).contains(ends.count), let first = ends.first ?? nil, let last = ends.last ?? nil, first <= last
        else { return nil }
        return Array(week[first...last])
    }

    private static func minutes(_ text: Substring) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.count == 2 && $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let hour = parts.first.flatMap({ Int($0) }), let minute = parts.last.flatMap({ Int($0) }),
            hour < 24 ? minute < 60 : (hour == 24 && minute == 0)
        else { return nil }
        return hour * 60 + minute
    }

    private static func competence(_ text: String, _ known: Known) throws -> SkillCompetence {
        let parts = text.split(separator: "=", omittingEmptySubsequences: false)
        let name = parts.first.map(String.init) ?? ""
        guard known.skills.contains(name) else {
            let similar = known.skills.filter { $0.hasPrefix(name.prefix(2)) }.sorted().prefix(8)
            let hint =
                similar.isEmpty || name.isEmpty
                ? "Config/taxonomy.yaml lists them." : "Known are \(similar.joined(separator: ", ")), among others."
            throw Failure("--skill '\(name)' is not in the taxonomy. \(hint)")
        }
        guard parts.count <= 2 else { throw Failure("--skill '\(text)' cannot be read; write such as go=senior.") }
        let word = parts.count == 2 ? String(parts[1]) : SkillLevel.senior.rawValue
        guard let level = SkillLevel(rawValue: word) else {
            let levels = SkillLevel.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure("--skill '\(text)' has an unknown level; write one of \(levels).")
        }
        return SkillCompetence(skill: name, level: level.rank)
    }

    /// A tag's shape (BCP 47): a language of two or three letters, then subtags.
    private static func isLanguage(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        let letters = parts.first?.utf8.allSatisfy { (97...122).contains($0 | 32) } ?? false
        return letters && (2...3).contains(parts.first?.count ?? 0)
            && parts.dropFirst().allSatisfy { part in
                (1...8).contains(part.count)
                    && part.utf8.allSatisfy { (48...57).contains($0) || (97...122).contains($0 | 32) }
            }
    }
}
