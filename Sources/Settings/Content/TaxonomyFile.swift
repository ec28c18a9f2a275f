import Verification

/// `taxonomy.yaml`: the skills that Candor knows.
enum TaxonomyFile {
    /// What kits are checked against, also where the taxonomy has defects of its own.
    struct Skills {
        var taxonomy: Taxonomy?
        var ids: Set<String>
        /// Folded id or alias → id.
        var names: [String: String]
    }

    private static let categories = ["language", "framework", "data", "infrastructure", "interface", "practice"]

    static func read(_ folder: ContentFolder) -> Skills? {
        guard let root = folder.root("taxonomy.yaml", known: ["version", "skills"]) else { return nil }
        let file = root.file
        let version = root.text("version")
        let readers = root.mappings("skills", atLeast: 1, known: ["id", "name", "category", "aliases", "implies"])
        var skills: [Skill] = []
        var names: [String: String] = [:]
        var implied: [(skill: String, implied: Located<String>)] = []
        for reader in readers {
            let id = reader.identifier("id")
            let aliases = reader.texts("aliases")
            let implies = reader.texts("implies")
            let category = reader.text("category")
            if !category.isEmpty, !categories.contains(category) {
                reader.report(
                    "category", "'\(category)' is no category; write one of \(categories.joined(separator: ", ")).")
            }
            if !id.isEmpty, names[fold(id)] == id {
                reader.report("id", "The id '\(id)' stands twice; give each skill one entry.")
            } else if !id.isEmpty, let other = names[fold(id)] {
                reader.report("id", "'\(id)' is already another name of '\(other)'; remove one of the two.")
            } else if !id.isEmpty {
                names[fold(id)] = id
            }
            for alias in aliases {
                if let other = names[fold(alias.value)] {
                    file.report(
                        line: alias.line, column: alias.column, path: alias.path,
                        "The name '\(alias.value)' already belongs to '\(other)'; remove one of the two.")
                } else if !id.isEmpty {
                    names[fold(alias.value)] = id
                }
            }
            implied += implies.map { (id, $0) }
            skills.append(
                Skill(
                    id: SkillID(id), name: reader.text("name"), category: category, aliases: aliases.map(\.value),
                    implies: implies.map { SkillID($0.value) }))
        }
        let ids = Set(skills.map(\.id.rawValue))
        checkImplications(implied, ids: ids, names: names, file: file)
        var result = Skills(taxonomy: nil, ids: ids, names: names)
        do {
            result.taxonomy = try Taxonomy(version: version, skills: skills)
        } catch {
            // The checks above say the same with the exact place; this is for what they might not know yet.
            if file.collector.defects.isEmpty {
                for defect in error.defects {
                    let reader = readers.first {
                        $0.entry("id").flatMap { ScalarReader.plainText($0.value) } == defect.skill.rawValue
                    }
                    file.report(line: reader?.line, path: reader?.path ?? "skills", defect.sentence)
                }
            }
        }
        return result
    }

    private static func checkImplications(
        _ implied: [(skill: String, implied: Located<String>)], ids: Set<String>, names: [String: String],
        file: SourceFile
    ) {
        let arrows = Dictionary(grouping: implied, by: \.skill).mapValues { $0.map(\.implied.value) }
        for (skill, place) in implied {
            func report(_ sentence: String) {
                file.report(line: place.line, column: place.column, path: place.path, sentence)
            }
            if !ids.contains(place.value) {
                if let canonical = names[fold(place.value)] {
                    report("'\(place.value)' is another name of '\(canonical)'; write '\(canonical)'.")
                } else {
                    let hint = NearestName.hint(
                        place.value, among: ids.sorted(), otherwise: "; add it or remove it here.")
                    report("'\(place.value)' is no skill of this taxonomy\(hint)")
                }
            } else if reaches(skill, from: place.value, arrows) {
                report("'\(skill)' implies itself through '\(place.value)'; remove one of the arrows.")
            }
        }
    }

    private static func reaches(_ goal: String, from start: String, _ arrows: [String: [String]]) -> Bool {
        var seen: Set<String> = []
        var waiting = [start]
        while let next = waiting.popLast() {
            if next == goal { return true }
            if seen.insert(next).inserted { waiting += arrows[next] ?? [] }
        }
        return false
    }

    /// As `Taxonomy.resolve` compares names.
    static func fold(_ name: String) -> String {
        name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
