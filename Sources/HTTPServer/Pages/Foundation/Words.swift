import Workflow

/// The words of every page in every language, and the templates and files around them, as `Config/pages` has them.
public struct PageSources: Sendable {
    /// Templates by name, such as `candidate/home`.
    public let templates: [String: String]
    /// Styles, scripts and pictures by file name.
    public let assets: [String: [UInt8]]
    /// For each language (BCP 47), words by key. English has every key.
    public let words: [String: [String: String]]

    public init(templates: [String: String], assets: [String: [UInt8]], words: [String: [String: String]]) {
        self.templates = templates
        self.assets = assets
        self.words = words
    }
}

/// The words of one language. A word that it lacks is given in English: better understood by some than missing.
public struct Words: Sendable {
    /// BCP 47, such as `ar`.
    public let language: String
    /// For times, which are words too.
    let zones: ZoneCache
    private let own: [String: String]
    private let english: [String: String]

    init(language: String, own: [String: String], english: [String: String], zones: ZoneCache) {
        self.language = language
        self.own = own
        self.english = english
        self.zones = zones
    }

    /// Whether lines run from right to left.
    public var isRightToLeft: Bool { Self.rightToLeft.contains(language) }
    private static let rightToLeft: Set<String> = ["ar", "dv", "fa", "he", "ps", "ur", "yi"]

    /// The word of that key; the key in double brackets where no catalogue has it, so that a mistake is seen.
    public subscript(key: String) -> String { find(key) ?? "⟦\(key)⟧" }

    /// The word of that key, or `nil`: for words that depend on data, such as a status.
    public func find(_ key: String) -> String? { own[key] ?? english[key] }

    /// The word with its placeholders filled; values are put in literally, whatever they contain.
    public func callAsFunction(_ key: String, _ values: [String: String] = [:]) -> String {
        let text = self[key]
        guard !values.isEmpty else { return text }
        var filled = ""
        var rest = text[...]
        while let open = Self.pair("{{", in: rest) {
            let inner = rest[open...].dropFirst(2)
            guard let close = Self.pair("}}", in: inner) else { break }
            let name = String(inner[..<close])
            filled += rest[..<open]
            filled += values[name] ?? "⟦\(name)⟧"
            rest = inner[close...].dropFirst(2)
        }
        return filled + rest
    }

    private static func pair(_ pair: String, in text: Substring) -> Substring.Index? {
        var index = text.startIndex
        while index < text.endIndex {
            if text[index...].hasPrefix(pair) { return index }
            index = text.index(after: index)
        }
        return nil
    }
}

/// The languages that pages exist in, and which one a visitor gets.
struct WordCatalogues: Sendable {
    private let catalogues: [String: Words]
    private let none: Words
    /// English first, then by tag.
    let languages: [String]

    init(_ words: [String: [String: String]], zones: ZoneCache) {
        let english = words["en"] ?? [:]
        none = Words(language: "en", own: english, english: english, zones: zones)
        catalogues = words.reduce(into: [:]) { catalogues, entry in
            catalogues[entry.key] = Words(language: entry.key, own: entry.value, english: english, zones: zones)
        }
        languages = ["en"] + words.keys.filter { $0 != "en" }.sorted()
    }

    var english: Words { words("en") }

    func words(_ language: String) -> Words { catalogues[language] ?? none }

    /// The first wanted language that exists, `sr-Latn` counting as `sr`; English where none does.
    func choose(_ wanted: [String]) -> Words {
        for tag in wanted {
            let lowered = tag.lowercased()
            if let exact = catalogues[lowered] { return exact }
            if let primary = lowered.split(separator: "-").first, let general = catalogues[String(primary)] {
                return general
            }
        }
        return english
    }

    /// The tags of an `Accept-Language` field (RFC 9110 section 12.5.4), the most wanted first; bounded, since anybody can send it.
    static func wanted(acceptLanguage field: String?) -> [String] {
        guard let field else { return [] }
        let ranges = field.prefix(400).split(separator: ",").prefix(20).enumerated().map { order, range in
            let parts = range.split(separator: ";", omittingEmptySubsequences: false).map {
                $0.filter { $0 != " " && $0 != "\t" }
            }
            let weight = parts.dropFirst().first { $0.hasPrefix("q=") }.flatMap { Double($0.dropFirst(2)) } ?? 1
            return (tag: parts.first ?? "", weight: weight, order: order)
        }
        return ranges.filter { $0.weight > 0 && !$0.tag.isEmpty }
            .sorted { $0.weight == $1.weight ? $0.order < $1.order : $0.weight > $1.weight }
            .map { String($0.tag) }
    }
}
