/// Gathers the defects of one loading, so that somebody who mends a file sees all of them at once.
final class DefectCollector {
    private(set) var defects: [ConfigurationDefect] = []

    func add(_ defect: ConfigurationDefect) { defects.append(defect) }

    /// Throws everything that was gathered, if anything was.
    func throwIfAny() throws(ConfigurationDefects) {
        guard defects.isEmpty else { throw ConfigurationDefects(defects) }
    }
}

/// A file that is being read: its name for people, its lines, and where its defects go.
struct SourceFile {
    /// The largest file that is read: a hundred times what the shipped ones need.
    static let largestBytes = 2 * 1024 * 1024

    let name: String
    let text: String
    let lines: [Substring]
    let collector: DefectCollector

    init(name: String, text: String, collector: DefectCollector) {
        self.name = name
        self.text = text
        self.lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        self.collector = collector
    }

    func report(line: Int? = nil, column: Int? = nil, path: String = "", _ sentence: String) {
        collector.add(ConfigurationDefect(file: name, line: line, column: column, path: path, sentence: sentence))
    }

    /// The line, counted from 1; `nil` outside the file.
    func line(_ number: Int) -> Substring? {
        lines.indices.contains(number - 1) ? lines[number - 1] : nil
    }

    /// The first line from `start` on that contains the text, for what stands inside a folded value.
    func firstLine(containing needle: String, from start: Int) -> Int? {
        lines.indices.first { $0 >= start - 1 && lines[$0].contains(needle) }.map { $0 + 1 }
    }
}
