import Foundation
import Testing

@testable import Settings

@Suite("The pages' folder")
struct PageFolder {
    /// A small folder that is in order, by path below `Config`.
    static let sound: [String: String] = [
        "pages/templates/shell/top.mustache": "<title>{{page_title}}</title>\n",
        "pages/templates/candidate/home.mustache": "{{> shell/top}}\n<h1>{{t.candidate_heading}}</h1>\n",
        "pages/assets/candor.css": "body { margin: 0 }\n",
        "pages/words/en/candidate.yaml":
            "3000 candidate_heading: Your case\n3001 candidate_due: \"Answer by {{time}}\"\n",
        "pages/words/es/candidate.yaml":
            "3000 candidate_heading: Tu caso\n3001 candidate_due: \"Responde antes de: {{time}}\"\n",
    ]

    struct Breakage: Sendable, CustomTestStringConvertible {
        let name: String
        let file: String
        let text: String
        let says: String
        var testDescription: String { name }
    }

    static let breakages: [Breakage] = [
        Breakage(
            name: "a word that nobody wrote", file: "pages/templates/candidate/home.mustache",
            text: "{{t.candidate_nothing}}", says: "There is no word 'candidate_nothing'"),
        Breakage(
            name: "a partial that does not exist", file: "pages/templates/candidate/home.mustache",
            text: "{{> shell/middle}}", says: "There is no template 'shell/middle'"),
        Breakage(
            name: "a value that would go out unescaped", file: "pages/templates/candidate/home.mustache",
            text: "<p>{{{name}}}</p>", says: "inserted unescaped"),
        Breakage(
            name: "the other way to leave escaping out", file: "pages/templates/candidate/home.mustache",
            text: "<p>{{& name}}</p>", says: "inserted unescaped"),
        Breakage(
            name: "a key without a number", file: "pages/words/en/candidate.yaml",
            text: "candidate_heading: Your case\n",
            says: "is no key"),
        Breakage(
            name: "a number that is taken", file: "pages/words/en/candidate.yaml",
            text: "3000 candidate_heading: A\n3000 candidate_due: \"B {{time}}\"\n", says: "is taken by"),
        Breakage(
            name: "a key that stands twice", file: "pages/words/en/candidate.yaml",
            text: "3000 candidate_heading: A\n3001 candidate_heading: B\n", says: "stands twice"),
        Breakage(
            name: "a word without text", file: "pages/words/en/candidate.yaml", text: "3000 candidate_heading: ''\n",
            says: "has no text"),
        Breakage(
            name: "a translation of nothing", file: "pages/words/es/candidate.yaml",
            text: "3005 candidate_other: Otro\n",
            says: "There is no English 'candidate_other'"),
        Breakage(
            name: "a translation that lost its placeholder", file: "pages/words/es/candidate.yaml",
            text: "3001 candidate_due: Responde pronto\n", says: "has the placeholders"),
        Breakage(
            name: "a translation with another number", file: "pages/words/es/candidate.yaml",
            text: "3009 candidate_heading: Tu caso\n", says: "has the number 3000 in English"),
        Breakage(
            name: "a broken placeholder", file: "pages/words/en/candidate.yaml",
            text: "3000 candidate_heading: \"Case {{ number }}\"\n", says: "is no placeholder"),
        Breakage(
            name: "a picture that nobody can read as text", file: "pages/assets/logo.exe", text: "x",
            says: "Only styles"),
    ]

    static func defects(_ files: [String: String]) -> [ConfigurationDefect] {
        let source = ContentSource(
            read: { path throws(TextFile.Failure) in
                guard let text = files[String(path.dropFirst("Config/".count))] else {
                    throw TextFile.Failure(sentence: "The file is missing.")
                }
                return text
            },
            list: { path in
                let prefix = path.dropFirst("Config/".count) + "/"
                let below = files.keys.filter { $0.hasPrefix(prefix) }.map { $0.dropFirst(prefix.count) }
                let names = Set(below.compactMap { $0.split(separator: "/").first.map(String.init) })
                return names.isEmpty ? nil : Array(names)
            })
        return PageFiles.read(directory: "Config", from: source).1
    }

    @Test("is in order as a small example has it")
    func soundFolder() {
        #expect(Self.defects(Self.sound) == [])
    }

    @Test("is refused with a sentence that names the defect", arguments: breakages)
    func brokenFolder(_ breakage: Breakage) {
        var files = Self.sound
        files[breakage.file] = breakage.text
        let defects = Self.defects(files)
        #expect(defects.contains { $0.sentence.contains(breakage.says) }, "\(defects)")
        #expect(defects.allSatisfy { $0.file.hasPrefix("Config/pages/") })
    }

    @Test("is in order as shipped, and every word exists in every shipped language")
    func shippedFolder() throws {
        let files = try PageFiles.load(directory: ShippedConfig.directory)
        let english = try #require(files.words["en"])
        #expect(files.words.keys.sorted() == ["ar", "en", "es"])
        for (language, words) in files.words {
            // The styleguide is read by those who make pages.
            let needed = english.keys.filter { !$0.hasPrefix("styleguide_") }
            let missing = Set(needed).subtracting(words.keys).sorted()
            #expect(missing == [], "missing in \(language)")
        }
    }

    /// What the program asks for in its own text: `words["key"]` and `words("key", …)`.
    @Test("has every word that the program asks for")
    func wordsOfTheProgram() throws {
        let english = try #require(try PageFiles.load(directory: ShippedConfig.directory).words["en"])
        let pages = ShippedConfig.repository.appendingPathComponent("Sources/HTTPServer")
        let pattern = try Regex(#"[wW]ords(?:\[|\()\s*"([A-Za-z0-9_]+)""#)
        var asked: Set<String> = []
        let files = try #require(FileManager.default.enumerator(atPath: pages.path))
        for case let name as String in files where name.hasSuffix(".swift") {
            let text = try String(contentsOf: pages.appendingPathComponent(name), encoding: .utf8)
            for match in text.matches(of: pattern) {
                if let key = match.output[1].substring, key.contains("_") { asked.insert(String(key)) }
            }
        }
        #expect(asked.count > 100)
        #expect(asked.subtracting(english.keys).sorted() == [])
    }
}
