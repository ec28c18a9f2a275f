/// A value with the place where it stands, for checks that are made later.
struct Located<Value> {
    let value: Value
    let line: Int
    let column: Int
    let path: String
}

/// Reads one mapping strictly: unknown and missing keys and wrong types are reported, never passed over.
///
/// Each reading method returns something even then, so that one run finds every defect; what was read from a file with
/// defects is thrown away as a whole.
struct MappingReader {
    let file: SourceFile
    let path: String
    let line: Int
    let column: Int
    private let entries: [String: YAMLEntry]
    /// In the order of the file.
    let keys: [String]

    /// Reports and returns `nil` for what is no mapping.
    init?(_ node: YAMLNode, path: String, file: SourceFile, known: some Sequence<String>) {
        guard case .mapping(let list) = node.content else {
            file.report(
                line: node.line, column: node.column, path: path,
                "This is \(Self.kind(of: node)), but keys with values are wanted here.")
            return nil
        }
        self.file = file
        self.path = path
        self.line = node.line
        self.column = node.column
        var entries: [String: YAMLEntry] = [:]
        var keys: [String] = []
        let known = Set(known)
        for entry in list {
            let path = Self.join(path, entry.key)
            guard known.contains(entry.key) else {
                let hint = NearestName.hint(entry.key, among: known.sorted(), otherwise: "; remove it.")
                file.report(
                    line: entry.line, column: entry.column, path: path, "The key '\(entry.key)' is unknown\(hint)")
                continue
            }
            guard entries[entry.key] == nil else {
                file.report(
                    line: entry.line, column: entry.column, path: path,
                    "The key '\(entry.key)' stands twice; remove one of the two.")
                continue
            }
            entries[entry.key] = entry
            keys.append(entry.key)
        }
        self.entries = entries
        self.keys = keys
    }

    static func join(_ path: String, _ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    /// The line of a key, or of the mapping where the key is absent.
    func line(of key: String) -> Int { entries[key]?.line ?? line }

    func entry(_ key: String) -> YAMLEntry? { entries[key] }

    /// Reports something about the value of a key.
    func report(_ key: String, _ sentence: String) {
        let entry = entries[key]
        file.report(
            line: entry?.line ?? line, column: entry?.column ?? column, path: Self.join(path, key), sentence)
    }

    /// The key's value; reports where it is absent.
    func required(_ key: String, mend: String = "add it") -> YAMLNode? {
        if let entry = entries[key] { return entry.value }
        file.report(line: line, column: column, path: Self.join(path, key), "'\(key)' is missing; \(mend).")
        return nil
    }

    // MARK: Values

    /// A text that is not blank; empty where it is wrong or missing.
    func text(_ key: String, mend: String = "add it") -> String {
        guard let node = required(key, mend: mend) else { return "" }
        return ScalarReader.text(node, path: Self.join(path, key), file: file) ?? ""
    }

    func integer(_ key: String, in range: ClosedRange<Int>) -> Int {
        guard let node = required(key) else { return range.lowerBound }
        return ScalarReader.integer(node, in: range, path: Self.join(path, key), file: file) ?? range.lowerBound
    }

    func flag(_ key: String) -> Bool {
        guard let node = required(key) else { return false }
        return ScalarReader.flag(node, path: Self.join(path, key), file: file) ?? false
    }

    /// One of the raw values of an enumeration.
    func choice<Value: RawRepresentable & CaseIterable>(
        _ key: String, of type: Value.Type = Value.self
    ) -> Value? where Value.RawValue == String {
        guard let node = required(key),
            let text = ScalarReader.text(node, path: Self.join(path, key), file: file)
        else { return nil }
        if let value = Value(rawValue: text) { return value }
        report(
            key, "'\(text)' is not known here; write one of \(Value.allCases.map(\.rawValue).joined(separator: ", ")).")
        return nil
    }

    /// The items of a list with their paths; reports what is no list or is too short.
    func items(_ key: String, atLeast minimum: Int = 0) -> [Located<YAMLNode>] {
        guard let node = required(key) else { return [] }
        let path = Self.join(path, key)
        guard case .sequence(let items) = node.content else {
            file.report(
                line: node.line, column: node.column, path: path,
                "This is \(Self.kind(of: node)), but a list is wanted; write its items after '-' or in brackets.")
            return []
        }
        if items.count < minimum {
            report(key, "There are \(items.count) here, but at least \(minimum) are needed; add some.")
        }
        return items.enumerated().map { index, item in
            Located(value: item, line: item.line, column: item.column, path: "\(path)[\(index)]")
        }
    }

    /// A list of texts; what is wrong in it is reported and left out.
    func texts(_ key: String, atLeast minimum: Int = 0) -> [Located<String>] {
        items(key, atLeast: minimum).compactMap { item in
            ScalarReader.text(item.value, path: item.path, file: file).map {
                Located(value: $0, line: item.line, column: item.column, path: item.path)
            }
        }
    }

    /// A list of mappings; what is none is reported and left out.
    func mappings(_ key: String, atLeast minimum: Int = 0, known: [String]) -> [MappingReader] {
        items(key, atLeast: minimum).compactMap {
            MappingReader($0.value, path: $0.path, file: file, known: known)
        }
    }

    func mapping(_ key: String, known: some Sequence<String>, mend: String = "add it") -> MappingReader? {
        required(key, mend: mend).flatMap {
            MappingReader($0, path: Self.join(path, key), file: file, known: known)
        }
    }

    /// An id: lower-case letters and digits, with `-`, `_`, `+`, `#` and `.` inside.
    func identifier(_ key: String) -> String {
        let text = text(key)
        if !text.isEmpty, !Self.isIdentifier(text) {
            report(key, "'\(text)' is no id; use lower-case letters, digits and '-', at most 64 of them.")
        }
        return text
    }

    static func isIdentifier(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count <= 64 else { return false }
        func isPlain(_ byte: UInt8) -> Bool { (97...122).contains(byte) || (48...57).contains(byte) }
        return (isPlain(first) || first == UInt8(ascii: "."))
            && text.utf8.allSatisfy { isPlain($0) || "-_+#.".utf8.contains($0) }
    }

    static func kind(of node: YAMLNode) -> String {
        switch node.content {
        case .mapping: "a group of keys"
        case .sequence: "a list"
        case .scalar(let text, let plain): plain && ScalarReader.isNothing(text) ? "nothing" : "a single value"
        }
    }
}
