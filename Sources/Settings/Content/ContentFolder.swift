import FoundationEssentials

/// Where the files of a configuration come from, so that a broken one can be tried without writing it down.
struct ContentSource: Sendable {
    /// The text of a file by its path.
    let read: @Sendable (String) throws(TextFile.Failure) -> String
    /// The names in a folder by its path, in any order; `nil` where there is no such folder.
    let list: @Sendable (String) -> [String]?

    static let disk = ContentSource(
        read: { path throws(TextFile.Failure) in try TextFile.read(path) },
        list: { try? FileManager.default.contentsOfDirectory(atPath: $0) })
}

/// Reads the files of a configuration directory; what cannot be read is a defect like any other.
struct ContentFolder {
    let directory: String
    let source: ContentSource
    let collector: DefectCollector

    /// The root of a file, such as `kits/go.yaml`, with the keys that it may have.
    func root(_ name: String, known: [String]) -> MappingReader? {
        guard let file = file(name), let node = YAMLDocument.parse(file) else { return nil }
        return MappingReader(node, path: "", file: file, known: known)
    }

    /// The YAML files of a folder in the order of their names; reports files of other kinds, which nobody would read.
    func names(in folder: String) -> [String] {
        let visible = visibleNames(in: folder)
        for name in visible where !name.hasSuffix(".yaml") {
            report("\(folder)/\(name)", "Only files that end in '.yaml' are read here; rename it or take it away.")
        }
        let files = visible.filter { $0.hasSuffix(".yaml") }
        if files.isEmpty { report(folder, "The folder has no file; take them from the shipped configuration.") }
        return files.map { "\(folder)/\($0)" }
    }

    /// The names of files and folders in a folder, in order; reports a missing folder.
    func visibleNames(in folder: String) -> [String] {
        guard let names = source.list(path(folder)) else {
            report(folder, "The folder is missing; take it from the shipped configuration.")
            return []
        }
        // Editors leave hidden files and backups behind; they are not ours to complain about.
        return names.filter { !$0.hasPrefix(".") && !$0.hasSuffix("~") }.sorted()
    }

    /// A text file, or `nil` after reporting why it cannot be read.
    func text(_ name: String) -> String? {
        do {
            return try source.read(path(name))
        } catch {
            report(name, error.sentence)
            return nil
        }
    }

    /// A text file whose lines can be pointed at.
    func file(_ name: String) -> SourceFile? {
        text(name).map { SourceFile(name: path(name), text: $0, collector: collector) }
    }

    func path(_ name: String) -> String { directory.hasSuffix("/") ? directory + name : "\(directory)/\(name)" }

    func report(_ name: String, line: Int? = nil, _ sentence: String) {
        collector.add(ConfigurationDefect(file: path(name), line: line, sentence: sentence))
    }
}

/// Reads a text file of bounded size.
enum TextFile {
    struct Failure: Error {
        let sentence: String
    }

    static func read(_ path: String) throws(Failure) -> String {
        var isDirectory = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory), !isDirectory else {
            throw Failure(sentence: "The file is missing; take it from the shipped configuration.")
        }
        let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? any BinaryInteger
        guard (size.map { Int(clamping: $0) } ?? 0) <= SourceFile.largestBytes else {
            throw Failure(sentence: "The file is larger than 2 MiB; split or shorten it.")
        }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw Failure(sentence: "The file cannot be opened; check its permissions.")
        }
        return try decode(data)
    }

    static func decode(_ bytes: some Collection<UInt8>) throws(Failure) -> String {
        guard bytes.count <= SourceFile.largestBytes else {
            throw Failure(sentence: "The file is larger than 2 MiB; split or shorten it.")
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(sentence: "The file is not UTF-8; save it in that encoding.")
        }
        return text
    }
}
