/// A value with the place where it came from, so that a wrong one can be found.
struct SettingValue {
    enum Source {
        case node(YAMLNode, String, SourceFile)
        /// A variable of the environment or an option of the command line.
        case word(String, name: String, DefectCollector)
    }

    let source: Source

    func text(_ key: SettingKey) -> String? {
        guard let text = rawText() else { return nil }
        switch key.rule {
        case .choice(let names) where !names.contains(text):
            let hint = NearestName.hint(
                text, among: names, otherwise: "; write one of \(names.joined(separator: ", ")).")
            report("'\(text)' is not known here\(hint)")
            return nil
        case .mailbox where !Self.isMailbox(text[...]):
            report("'\(text)' is no mail address; write one such as help@candor.example.")
            return nil
        case .contact where !Self.isContact(text):
            report("'\(text)' is no contact; write mailto: with an address, or an https:// address.")
            return nil
        case .text where text.contains(where: { $0.isWhitespace || $0 == "/" }):
            report("'\(text)' is no host; write a name or an address without scheme and path.")
            return nil
        default: return text
        }
    }

    func count(_ key: SettingKey) -> Int? {
        guard case .count(let range) = key.rule else { return nil }
        switch source {
        case .node(let node, let path, let file):
            return ScalarReader.integer(node, in: range, path: path, file: file)
        case .word(let text, _, _):
            guard let value = ScalarReader.integer(text), range.contains(value) else {
                report("'\(text)' does not fit; write a whole number from \(range.lowerBound) to \(range.upperBound).")
                return nil
            }
            return value
        }
    }

    func flag() -> Bool? {
        switch source {
        case .node(let node, let path, let file): return ScalarReader.flag(node, path: path, file: file)
        case .word("true", _, _): return true
        case .word("false", _, _): return false
        case .word(let text, _, _):
            report("'\(text)' is no truth value; write true or false.")
            return nil
        }
    }

    /// Scheme, host and port without a final slash. Plain HTTP only where nobody else can listen: on this machine.
    func origin() -> String? {
        guard let text = rawText() else { return nil }
        func refuse(_ sentence: String) -> String? {
            report(sentence)
            return nil
        }
        let isSecure = text.hasPrefix("https://")
        guard isSecure || text.hasPrefix("http://") else {
            return refuse("'\(text)' is no web address; begin it with https://.")
        }
        var authority = text.dropFirst(isSecure ? 8 : 7)
        if authority.hasSuffix("/") { authority = authority.dropLast() }
        guard let host = Self.host(of: authority) else {
            return refuse("'\(text)' is more or less than scheme, host and port; write such as https://candor.example.")
        }
        guard isSecure || Self.isLoopback(host) else {
            return refuse("Links would be sent unprotected; begin the address with https://.")
        }
        return (isSecure ? "https://" : "http://") + authority.lowercased()
    }

    /// An address with `{room}` once, behind the host: everything that is put in its place is letters and digits.
    func meetingTemplate() -> String? {
        guard let text = rawText() else { return nil }
        func refuse(_ sentence: String) -> String? {
            report(sentence)
            return nil
        }
        let isSecure = text.hasPrefix("https://")
        guard isSecure || text.hasPrefix("http://") else {
            return refuse("'\(text)' is no web address; begin it with https://.")
        }
        let rest = text.dropFirst(isSecure ? 8 : 7)
        let authority = rest.prefix { !"/?#".contains($0) }
        guard text.utf8.count <= 500,
            text.utf8.allSatisfy({ (33...126).contains($0) && $0 != 34 && $0 != 60 && $0 != 62 }),
            let host = Self.host(of: authority)
        else { return refuse("'\(text)' is no web address; write such as https://meet.example.org/{room}.") }
        guard isSecure || Self.isLoopback(host) else {
            return refuse("People would meet unprotected; begin the address with https://.")
        }
        let parts = rest.dropFirst(authority.count).split(separator: "{room}", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts.joined().contains(where: { $0 == "{" || $0 == "}" }) else {
            return refuse("Every interview needs a room of its own; write {room} once where its name goes.")
        }
        return text
    }

    // MARK: Shapes

    /// The host of `host[:port]`, or `nil` for anything else.
    private static func host(of authority: Substring) -> Substring? {
        var host = authority
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]") else { return nil }
            host = authority[...end]
            let inner = host.dropFirst().dropLast()
            guard !inner.isEmpty, inner.allSatisfy({ $0 == ":" || $0 == "." || $0.isHexDigit }) else { return nil }
        } else {
            host = authority.prefix { $0 != ":" }
            func isPlain(_ byte: UInt8) -> Bool {
                (97...122).contains(byte) || (65...90).contains(byte) || (48...57).contains(byte) || byte == 45
            }
            let labels = host.split(separator: ".", omittingEmptySubsequences: false)
            guard host.utf8.count <= 253,
                labels.allSatisfy({ !$0.isEmpty && $0.utf8.count <= 63 && $0.utf8.allSatisfy(isPlain) })
            else { return nil }
        }
        let rest = authority[host.endIndex...]
        guard rest.isEmpty || (rest.hasPrefix(":") && isPort(rest.dropFirst())) else { return nil }
        return host
    }

    private static func isPort(_ text: Substring) -> Bool {
        ScalarReader.integer(String(text)).map((1...65535).contains) ?? false
    }

    private static func isLoopback(_ host: Substring) -> Bool {
        let host = host.lowercased()
        if host == "localhost" || host == "[::1]" { return true }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4 && parts.first == "127" && parts.allSatisfy { UInt8($0) != nil }
    }

    private static func isMailbox(_ text: Substring) -> Bool {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, text.utf8.allSatisfy({ (33...126).contains($0) }) else {
            return false
        }
        return !parts[0].isEmpty && host(of: parts[1]) == parts[1]
    }

    private static func isContact(_ text: String) -> Bool {
        guard text.utf8.allSatisfy({ (33...126).contains($0) }) else { return false }
        if text.hasPrefix("mailto:") { return isMailbox(text.dropFirst(7)) }
        return text.hasPrefix("https://") && host(of: text.dropFirst(8).prefix { $0 != "/" }) != nil
    }

    private func rawText() -> String? {
        switch source {
        case .node(let node, let path, let file): return ScalarReader.text(node, path: path, file: file)
        case .word(let text, _, _):
            guard !text.allSatisfy(\.isWhitespace), !text.unicodeScalars.contains(where: { $0.value < 0x20 }) else {
                report("The value is empty or has control characters; write one, or leave it out.")
                return nil
            }
            return text
        }
    }

    private func report(_ sentence: String) {
        switch source {
        case .node(let node, let path, let file):
            file.report(line: node.line, column: node.column, path: path, sentence)
        case .word(_, let name, let collector):
            collector.add(ConfigurationDefect(file: name, sentence: sentence))
        }
    }
}
