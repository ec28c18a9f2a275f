/// Reads `{{name}}` in texts: the whole of the template language, so that a translator can see all of it.
enum Placeholders {
    enum Part: Hashable {
        case text(String)
        case placeholder(String)
        /// Braces that are no placeholder, such as `{{ name }}` or a lone `}}`.
        case malformed(String)
    }

    static func parts(of text: String) -> [Part] {
        var parts: [Part] = []
        var rest = text[...]
        func appendText(_ text: Substring) {
            guard !text.isEmpty else { return }
            // A closing pair without an opening one would otherwise be printed to the person.
            parts.append(contains(text, "}}") ? .malformed(String(text)) : .text(String(text)))
        }
        while let open = firstIndex(of: "{{", in: rest) {
            appendText(rest[..<open])
            let inner = rest[open...].dropFirst(2)
            guard let close = firstIndex(of: "}}", in: inner) else {
                parts.append(.malformed(String(rest[open...])))
                return parts
            }
            let name = inner[..<close]
            let isName = !name.isEmpty && name.utf8.allSatisfy { (97...122).contains($0) || $0 == 95 }
            let end = inner[close...].dropFirst(2)
            parts.append(isName ? .placeholder(String(name)) : .malformed(String(rest[open..<end.startIndex])))
            rest = end
        }
        appendText(rest)
        return parts
    }

    private static func contains(_ text: Substring, _ pair: String) -> Bool { firstIndex(of: pair, in: text) != nil }

    private static func firstIndex(of pair: String, in text: Substring) -> Substring.Index? {
        var rest = text
        while !rest.isEmpty {
            if rest.hasPrefix(pair) { return rest.startIndex }
            rest = rest.dropFirst()
        }
        return nil
    }
}
