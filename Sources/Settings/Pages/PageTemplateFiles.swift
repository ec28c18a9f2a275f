/// `pages/templates/**.mustache`, named by their paths.
enum PageTemplateFiles {
    private static let ending = ".mustache"

    static func read(_ folder: ContentFolder) -> [String: String] {
        var templates: [String: String] = [:]
        for area in folder.visibleNames(in: "pages/templates") {
            for name in folder.visibleNames(in: "pages/templates/\(area)") {
                guard name.hasSuffix(ending) else {
                    folder.report(
                        "pages/templates/\(area)/\(name)", "Templates end in '\(ending)'; rename it or take it away.")
                    continue
                }
                if let text = folder.text("pages/templates/\(area)/\(name)") {
                    templates["\(area)/\(name.dropLast(ending.count))"] = text
                }
            }
        }
        return templates
    }

    /// Every word and every partial that a template asks for exists.
    static func check(_ templates: [String: String], words: [String: PageWords.Word], folder: ContentFolder) {
        for (name, text) in templates.sorted(by: { $0.key < $1.key }) {
            let path = "pages/templates/\(name)\(ending)"
            for tag in tags(of: text) {
                if let partial = tag.name(after: ">"), templates[partial] == nil {
                    folder.report(path, line: tag.line, "There is no template '\(partial)' to put in here.")
                }
                if tag.text.hasPrefix("{") || tag.text.hasPrefix("&") {
                    folder.report(path, line: tag.line, "A value is inserted unescaped here; write two braces.")
                }
                if tag.text.hasPrefix("t.") {
                    let key = String(tag.text.dropFirst(2))
                    if words[key] == nil {
                        folder.report(path, line: tag.line, "There is no word '\(key)' in pages/words/en; add it.")
                    }
                }
            }
        }
    }

    private struct Tag {
        let text: String
        let line: Int

        func name(after mark: Character) -> String? {
            guard text.first == mark else { return nil }
            return text.dropFirst().split(separator: " ").first.map(String.init)
        }
    }

    private static func tags(of text: String) -> [Tag] {
        var tags: [Tag] = []
        for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            var rest = line
            while let open = rest.range(of: "{{") {
                let inner = rest[open.upperBound...]
                guard let close = inner.range(of: "}}") else { break }
                let tag = inner[..<close.lowerBound]
                var trimmed = tag.drop { $0 == " " }
                while trimmed.last == " " { trimmed.removeLast() }
                tags.append(Tag(text: String(trimmed), line: number + 1))
                rest = inner[close.upperBound...]
            }
        }
        return tags
    }
}

extension Substring {
    /// Where the text first stands; by characters, since templates are short.
    fileprivate func range(of needle: String) -> Range<Index>? {
        var index = startIndex
        while index < endIndex {
            if self[index...].hasPrefix(needle),
                let end = self.index(index, offsetBy: needle.count, limitedBy: endIndex)
            {
                return index..<end
            }
            index = self.index(after: index)
        }
        return nil
    }
}
