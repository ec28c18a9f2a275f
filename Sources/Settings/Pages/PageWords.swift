/// `pages/words/{language}/{area}.yaml`: what pages say, one word or sentence for each key.
///
/// A key is `3001 candidate_why_heading`: a number that never changes, so that a person, a support desk and a screenshot
/// can speak of the same words in any language, and a name for templates.
enum PageWords {
    struct Word: Hashable {
        let number: Int
        let text: String

        var placeholders: Set<String> {
            Set(
                Placeholders.parts(of: text).compactMap {
                    if case .placeholder(let name) = $0 { name } else { nil }
                })
        }
    }

    /// By language, then by key. English is the measure: it has every key.
    static func read(_ folder: ContentFolder) -> [String: [String: Word]] {
        var words: [String: [String: Word]] = [:]
        let languages = folder.visibleNames(in: "pages/words")
        guard languages.contains("en") else {
            folder.report("pages/words/en", "The English words are missing; take them from the shipped configuration.")
            return [:]
        }
        let english = read(language: "en", folder, measure: nil)
        words["en"] = english
        for language in languages where language != "en" {
            words[language] = read(language: language, folder, measure: english)
        }
        return words
    }

    private static func read(
        language: String, _ folder: ContentFolder, measure english: [String: Word]?
    ) -> [String: Word] {
        var words: [String: Word] = [:]
        var numbers: [Int: String] = [:]
        for name in folder.names(in: "pages/words/\(language)") {
            guard let file = folder.file(name), let root = YAMLDocument.parse(file) else { continue }
            guard case .mapping(let entries) = root.content else {
                file.report(line: root.line, "Words are written as 'number key: text', one in each line.")
                continue
            }
            for entry in entries {
                let parts = entry.key.split(separator: " ")
                guard parts.count == 2, let number = Int(parts[0]), (2000...7999).contains(number),
                    case let key = String(parts[1]), isKey(key)
                else {
                    file.report(
                        line: entry.line, column: entry.column,
                        "'\(entry.key)' is no key; write a number from 2000 to 7999, a space, and a name such as common_back."
                    )
                    continue
                }
                guard case .scalar(let text, _) = entry.value.content, !text.isEmpty else {
                    file.report(
                        line: entry.line, column: entry.column, "'\(key)' has no text; write one after the colon.")
                    continue
                }
                if let other = numbers.updateValue(key, forKey: number) {
                    file.report(
                        line: entry.line, column: entry.column,
                        "The number \(number) is taken by '\(other)'; numbers are unique.")
                }
                let word = Word(number: number, text: text)
                if words.updateValue(word, forKey: key) != nil {
                    file.report(line: entry.line, column: entry.column, "'\(key)' stands twice; remove one of the two.")
                }
                check(word, key: key, english: english, entry, file)
            }
        }
        return words
    }

    private static func check(
        _ word: Word, key: String, english: [String: Word]?, _ entry: YAMLEntry, _ file: SourceFile
    ) {
        for part in Placeholders.parts(of: word.text) {
            if case .malformed(let text) = part {
                file.report(
                    line: entry.line, column: entry.column, path: key,
                    "'\(text)' is no placeholder; write one as {{name}}.")
            }
        }
        guard let english else { return }
        guard let original = english[key] else {
            file.report(line: entry.line, column: entry.column, "There is no English '\(key)'; remove it.")
            return
        }
        if original.number != word.number {
            file.report(
                line: entry.line, column: entry.column,
                "'\(key)' has the number \(original.number) in English; write that.")
        }
        if original.placeholders != word.placeholders {
            file.report(
                line: entry.line, column: entry.column, path: key,
                "The English text has the placeholders \(original.placeholders.sorted()); use the same.")
        }
    }

    private static func isKey(_ text: String) -> Bool {
        text.utf8.allSatisfy { (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0) || $0 == 95 }
            && !text.isEmpty
    }
}
