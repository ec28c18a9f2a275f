import Yams

/// A value of a document with the place where it stands.
struct YAMLNode {
    enum Content {
        /// `plain` texts carry no quotes and no block mark: only they can be numbers, truth values or nothing.
        case scalar(String, plain: Bool)
        case sequence([YAMLNode])
        case mapping([YAMLEntry])
    }

    let content: Content
    /// From 1.
    let line: Int
    /// From 1.
    let column: Int
}

struct YAMLEntry {
    let key: String
    /// Where the key stands.
    let line: Int
    let column: Int
    let value: YAMLNode
}

/// Reads the part of YAML that configuration needs: mappings, lists and texts, in one document, without references.
///
/// Anchors, aliases and tags are refused: they hide from the reader of a line what it means, and let a small file
/// unfold into a huge one.
enum YAMLDocument {
    /// Deeper than this nothing of ours nests.
    private static let deepest = 24

    private struct Refusal: Error {
        let line: Int
        let column: Int
        let sentence: String
    }

    /// The document's root, or `nil` after reporting why there is none.
    static func parse(_ file: SourceFile) -> YAMLNode? {
        do {
            // The basic resolver leaves every plain text a text, so that `1` and `"1"` are the same key.
            let parser = try Parser(yaml: file.text, resolver: .basic, encoding: .utf8)
            guard let root = try parser.singleRoot() else {
                file.report(line: 1, "The file is empty; see the shipped one for what belongs here.")
                return nil
            }
            // Nodes refer weakly to the anchors that the parser owns.
            return try withExtendedLifetime(parser) { try convert(root, depth: 0) }
        } catch let refusal as Refusal {
            file.report(line: refusal.line, column: refusal.column, refusal.sentence)
        } catch let error as YamlError {
            report(error, in: file)
        } catch {
            file.report("The file cannot be read as YAML; compare it with the shipped one.")
        }
        return nil
    }

    private static func convert(_ node: Node, depth: Int) throws -> YAMLNode {
        let line = node.mark?.line ?? 1
        let column = node.mark?.column ?? 1
        func refuse(_ sentence: String) -> Refusal { Refusal(line: line, column: column, sentence: sentence) }
        guard depth <= deepest else { throw refuse("This is nested too deeply; take levels out.") }
        guard node.anchor == nil else { throw refuse("Anchors and aliases are not read; write the value out.") }
        switch node {
        case .scalar(let scalar):
            guard isUntagged(scalar.tag, as: .str) else { throw refuse("Tags are not read; remove it.") }
            return YAMLNode(
                content: .scalar(scalar.string, plain: scalar.style == .plain), line: line, column: column)
        case .sequence(let sequence):
            guard isUntagged(sequence.tag, as: .seq) else { throw refuse("Tags are not read; remove it.") }
            var items: [YAMLNode] = []
            for item in sequence { items.append(try convert(item, depth: depth + 1)) }
            return YAMLNode(content: .sequence(items), line: line, column: column)
        case .mapping(let mapping):
            guard isUntagged(mapping.tag, as: .map) else { throw refuse("Tags are not read; remove it.") }
            var entries: [YAMLEntry] = []
            for (key, value) in mapping {
                let key = try convert(key, depth: depth + 1)
                guard case .scalar(let name, _) = key.content else {
                    throw Refusal(
                        line: key.line, column: key.column, sentence: "A key has to be a single word; write one.")
                }
                entries.append(
                    YAMLEntry(
                        key: name, line: key.line, column: key.column, value: try convert(value, depth: depth + 1)))
            }
            return YAMLNode(content: .mapping(entries), line: line, column: column)
        case .alias:
            throw refuse("Anchors and aliases are not read; write the value out.")
        }
    }

    /// Whether the tag is what the parser gives where the file says nothing.
    private static func isUntagged(_ tag: Tag, as name: Tag.Name) -> Bool {
        let text = tag.description
        return text.isEmpty || text == Tag.Name.implicit.rawValue || text == name.rawValue
    }

    private static func report(_ error: YamlError, in file: SourceFile) {
        func sentence(_ context: YamlError.Context?, _ problem: String) -> String {
            let context = context.map { " (\($0.text))" } ?? ""
            return "This is no YAML: \(problem)\(context); mend the line or the one before it."
        }
        switch error {
        case .reader(let problem, let offset, _, let yaml):
            let line = offset.map { yaml.prefix($0).count(where: \.isNewline) + 1 }
            file.report(line: line, "This is no YAML: \(problem); remove the character.")
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _):
            file.report(line: mark.line, column: mark.column, sentence(context, problem))
        case .composer(let context, let problem, let mark, _):
            let several = context?.text.contains("single document") == true
            file.report(
                line: mark.line, column: mark.column,
                several
                    ? "A second document begins here; give it a file of its own." : sentence(nil, problem))
        case .duplicatedKeysInMapping(let duplicates, let context):
            let key = duplicates.first ?? ""
            let line = secondLine(of: key, after: context.mark, in: file) ?? context.mark.line
            file.report(
                line: line, column: context.mark.column, path: key,
                "The key '\(key)' stands twice; remove one of the two.")
        default:
            file.report("The file cannot be read as YAML; compare it with the shipped one.")
        }
    }

    /// The parser names the first of two equal keys; who mends the file looks for the second.
    private static func secondLine(of key: String, after mark: Mark, in file: SourceFile) -> Int? {
        for number in (mark.line + 1)..<max(mark.line + 1, file.lines.count + 1) {
            guard let line = file.line(number), !line.allSatisfy(\.isWhitespace) else { continue }
            let indent = line.prefix { $0 == " " }.count
            if indent < mark.column - 1 { return nil }
            if indent == mark.column - 1, line.dropFirst(indent).hasPrefix("\(key):") { return number }
        }
        return nil
    }
}
