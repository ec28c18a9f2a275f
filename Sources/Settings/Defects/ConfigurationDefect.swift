/// One thing that is wrong in a configuration file, where it stands, and how to mend it.
public struct ConfigurationDefect: Hashable, Sendable, CustomStringConvertible {
    /// The file as it was named to the loader, such as `Config/kits/go.yaml`; or `CANDOR_PORT`, or `--port`.
    public let file: String
    /// From 1; `nil` where the defect is about a file as a whole, or not about a file.
    public let line: Int?
    /// From 1, in Unicode scalars.
    public let column: Int?
    /// The key within the file, such as `questions[3].anchors.5` (lists count from 0); empty for the whole document.
    public let path: String
    /// What is wrong and what to do.
    public let sentence: String

    public init(file: String, line: Int? = nil, column: Int? = nil, path: String = "", sentence: String) {
        self.file = file
        self.line = line
        self.column = column
        self.path = path
        self.sentence = sentence
    }

    /// One line in the form that editors can jump to: `Config/kits/go.yaml:42: questions[3].anchors.5: …`.
    public var description: String {
        let place = line.map { "\(file):\($0)" } ?? file
        return path.isEmpty ? "\(place): \(sentence)" : "\(place): \(path): \(sentence)"
    }
}

/// Every defect of everything that was read, in the order of files and lines.
///
/// A server does not start on a configuration with a single one of them.
public struct ConfigurationDefects: Error, Sendable, CustomStringConvertible {
    public let defects: [ConfigurationDefect]

    public init(_ defects: [ConfigurationDefect]) {
        self.defects = defects.sorted { left, right in
            if left.file != right.file { return left.file < right.file }
            let (leftLine, rightLine) = (left.line ?? 0, right.line ?? 0)
            if leftLine != rightLine { return leftLine < rightLine }
            let (leftColumn, rightColumn) = (left.column ?? 0, right.column ?? 0)
            if leftColumn != rightColumn { return leftColumn < rightColumn }
            return (left.path, left.sentence) < (right.path, right.sentence)
        }
    }

    /// One defect a line.
    public var description: String { defects.map(\.description).joined(separator: "\n") }
}
