extension PolicyFiles {
    /// The policy as its file tells it: values in their order, each with the comment above it.
    static func document(of root: MappingReader) -> PolicyDocument {
        let sections = root.keys.filter { !PolicyRules.heading.contains($0) }.compactMap {
            name -> PolicyDocument.Section? in
            guard let entry = root.entry(name) else { return nil }
            let why = comment(above: entry.line, in: root.file) ?? ""
            guard case .mapping(let entries) = entry.value.content else {
                return PolicyDocument.Section(
                    name: name, why: why,
                    entries: [PolicyDocument.Entry(key: name, value: shown(entry.value), why: why)])
            }
            var last = ""
            return PolicyDocument.Section(
                name: name, why: why,
                entries: entries.map { entry in
                    // A key directly below another shares its reason; after an empty line it has none until one is given.
                    if let comment = comment(above: entry.line, in: root.file) {
                        last = comment
                    } else if root.file.line(entry.line - 1)?.allSatisfy(\.isWhitespace) ?? true {
                        last = ""
                    }
                    return PolicyDocument.Entry(key: entry.key, value: shown(entry.value), why: last)
                })
        }
        return PolicyDocument(
            version: root.text("version"), title: root.text("title"), summary: root.text("summary"), sections: sections)
    }

    /// The comment lines that end directly above a line, as one text.
    private static func comment(above line: Int, in file: SourceFile) -> String? {
        var texts: [String] = []
        var number = line - 1
        while let text = file.line(number)?.drop(while: \.isWhitespace), text.hasPrefix("#") {
            texts.append(text.drop { $0 == "#" || $0 == " " }.description)
            number -= 1
        }
        let whole = texts.reversed().filter { !$0.isEmpty }.joined(separator: " ")
        return whole.isEmpty ? nil : whole
    }

    private static func shown(_ node: YAMLNode) -> String {
        switch node.content {
        case .scalar(let text, _): text
        case .sequence(let items): items.map(shown).joined(separator: ", ")
        case .mapping(let entries): entries.map { "\($0.key): \(shown($0.value))" }.joined(separator: ", ")
        }
    }
}
