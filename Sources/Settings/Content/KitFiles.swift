import Verification

/// `kits/*.yaml`: what interviewers ask.
enum KitFiles {
    static func read(_ folder: ContentFolder, skills: TaxonomyFile.Skills?) -> [InterviewKit] {
        var kits: [InterviewKit] = []
        var seenQuestions: [String: String] = [:]
        for name in folder.names(in: "kits") {
            guard let root = folder.root(name, known: ["id", "version", "title", "questions"]) else { continue }
            let id = root.identifier("id")
            if !id.isEmpty, name != "kits/\(id).yaml" {
                root.report("id", "The kit '\(id)' stands in the file '\(name)'; name the file '\(id).yaml'.")
            }
            let version = root.integer("version", in: 1...1_000_000)
            var questions: [Question] = []
            for reader in root.mappings(
                "questions", atLeast: 1, known: ["id", "skills", "level", "text", "anchors", "probes"])
            {
                guard let question = question(reader, kit: id, version: version, skills: skills) else { continue }
                let questionID = question.id.rawValue
                if let other = seenQuestions[questionID] {
                    reader.report("id", "The question '\(questionID)' stands already in \(other); give it another id.")
                }
                seenQuestions[questionID] = folder.path(name)
                questions.append(question)
            }
            kits.append(InterviewKit(id: id, version: version, title: root.text("title"), questions: questions))
        }
        return kits.sorted { $0.id < $1.id }
    }

    private static func question(
        _ reader: MappingReader, kit: String, version: Int, skills: TaxonomyFile.Skills?
    ) -> Question? {
        let id = reader.identifier("id")
        if !id.isEmpty, !kit.isEmpty, !id.hasPrefix("\(kit)-") {
            reader.report("id", "'\(id)' does not say which kit it is of; begin it with '\(kit)-'.")
        }
        let named = reader.texts("skills", atLeast: 1)
        var seen: Set<String> = []
        for skill in named {
            if !seen.insert(skill.value).inserted {
                reader.file.report(
                    line: skill.line, column: skill.column, path: skill.path,
                    "'\(skill.value)' is named twice; once is enough.")
            }
            if let skills { check(skill, against: skills, file: reader.file) }
        }
        let level = reader.choice("level", of: SkillLevel.self)
        let anchors = anchors(reader)
        let probes = distinctTexts(reader, "probes", atLeast: 2)
        return Question(
            id: QuestionID(id), kit: kit, kitVersion: version, skills: named.map { SkillID($0.value) },
            level: level ?? .basic, text: reader.text("text"), anchors: anchors, probes: probes)
    }

    /// Only canonical ids: an alias that is taken away later must not take a question with it.
    private static func check(_ skill: Located<String>, against skills: TaxonomyFile.Skills, file: SourceFile) {
        guard !skills.ids.contains(skill.value) else { return }
        let sentence: String
        if let canonical = skills.names[TaxonomyFile.fold(skill.value)] {
            sentence = "'\(skill.value)' is another name of '\(canonical)'; write '\(canonical)'."
        } else {
            let hint = NearestName.hint(
                skill.value, among: skills.ids.sorted(), otherwise: "; add it there or remove it here.")
            sentence = "'\(skill.value)' is no skill of taxonomy.yaml\(hint)"
        }
        file.report(line: skill.line, column: skill.column, path: skill.path, sentence)
    }

    private static func anchors(_ reader: MappingReader) -> RatingAnchors {
        let mend = "describe what is said by somebody who gets this rating"
        guard let anchors = reader.mapping("anchors", known: ["1", "3", "5"], mend: "describe ratings 1, 3 and 5")
        else { return RatingAnchors(one: "", three: "", five: "") }
        let texts = ["1", "3", "5"].map { anchors.text($0, mend: mend) }
        for (index, key) in [(1, "3"), (2, "5")] where !texts[index].isEmpty {
            if texts[..<index].contains(texts[index]) {
                anchors.report(key, "The anchor says the same as a lower one; describe the difference.")
            }
        }
        return RatingAnchors(one: texts[0], three: texts[1], five: texts[2])
    }

    static func distinctTexts(_ reader: MappingReader, _ key: String, atLeast minimum: Int) -> [String] {
        let texts = reader.texts(key, atLeast: minimum)
        var seen: Set<String> = []
        for text in texts where !seen.insert(text.value).inserted {
            reader.file.report(
                line: text.line, column: text.column, path: text.path, "This stands here twice; remove one of the two.")
        }
        return texts.map(\.value)
    }
}
