/// Reads single values without YAML's guesses: a text that looks like something else wants quotes.
enum ScalarReader {
    static func isNothing(_ text: String) -> Bool { ["", "~", "null", "Null", "NULL"].contains(text) }

    /// A text that is not blank.
    static func text(_ node: YAMLNode, path: String, file: SourceFile) -> String? {
        func refuse(_ sentence: String) -> String? {
            file.report(line: node.line, column: node.column, path: path, sentence)
            return nil
        }
        guard case .scalar(let text, let plain) = node.content else {
            return refuse("This is \(MappingReader.kind(of: node)), but a text is wanted.")
        }
        guard !text.allSatisfy(\.isWhitespace), !(plain && isNothing(text)) else {
            return refuse("The text is empty; write one.")
        }
        guard !text.unicodeScalars.contains(where: isControl) else {
            return refuse("The text contains a control character; remove it.")
        }
        if plain {
            // YAML readers differ on these, so a text that looks like one of them would be read differently elsewhere.
            if isNumber(text) { return refuse("This is a number, but a text is wanted; put it in quotes.") }
            if ["true", "false", "yes", "no", "on", "off"].contains(text.lowercased()) {
                return refuse("This is a truth value, but a text is wanted; put it in quotes.")
            }
        }
        return text
    }

    static func integer(
        _ node: YAMLNode, in range: ClosedRange<Int>, path: String, file: SourceFile
    ) -> Int? {
        guard let text = plainText(node), let value = integer(text) else {
            file.report(
                line: node.line, column: node.column, path: path,
                "This is no whole number; write one from \(range.lowerBound) to \(range.upperBound), without quotes.")
            return nil
        }
        guard range.contains(value) else {
            file.report(
                line: node.line, column: node.column, path: path,
                "\(value) is out of range; write a number from \(range.lowerBound) to \(range.upperBound).")
            return nil
        }
        return value
    }

    static func flag(_ node: YAMLNode, path: String, file: SourceFile) -> Bool? {
        switch plainText(node) {
        case "true": return true
        case "false": return false
        default:
            file.report(
                line: node.line, column: node.column, path: path,
                "This is no truth value; write true or false, without quotes.")
            return nil
        }
    }

    static func plainText(_ node: YAMLNode) -> String? {
        guard case .scalar(let text, plain: true) = node.content else { return nil }
        return text
    }

    /// Decimal digits with an optional sign; no other base, no underscores.
    static func integer(_ text: String) -> Int? {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return Int(text)
    }

    /// Decimal digits with an optional sign and an optional fraction.
    static func number(_ text: String) -> Double? {
        let digits = text.hasPrefix("-") ? text.dropFirst() : text[...]
        let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count),
            parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let value = Double(text), value.isFinite
        else { return nil }
        return value
    }

    private static func isNumber(_ text: String) -> Bool { Double(text) != nil }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        (scalar.value < 0x20 && scalar != "\n" && scalar != "\t") || (0x7F...0x9F).contains(scalar.value)
    }
}
