public import Hummingbird
public import Timekeeping
public import Verification

/// Reads the parameters of a query, collecting every error; unknown and repeated parameters are errors.
///
///     let page = try QueryReader.read(request) { query in (limit: query.limit(), after: query.cursor()) }
public final class QueryReader {
    private let parameters: [(name: String, value: String)]
    private let errors: FieldErrors
    private var asked: Set<String> = []

    private init(_ parameters: [(name: String, value: String)], errors: FieldErrors) {
        self.parameters = parameters
        self.errors = errors
    }

    /// Runs `decode` on the query, then throws a 422 that lists every error, or returns what `decode` returned.
    public static func read<Value>(_ request: Request, _ decode: (QueryReader) throws -> Value) throws -> Value {
        let errors = FieldErrors()
        let reader = QueryReader(parameters(of: request, errors), errors: errors)
        let result = try decode(reader)
        for parameter in reader.parameters where !reader.asked.contains(parameter.name) {
            errors.add(.query(parameter.name), "is not a parameter of this request")
        }
        try errors.finish()
        return result
    }

    /// Refuses every parameter but these; a route's row in the access table names them.
    static func refuse(allBut names: [String], of request: Request) throws(Problem) {
        guard request.uri.query?.isEmpty == false else { return }
        let errors = FieldErrors()
        for parameter in parameters(of: request, errors) where !names.contains(parameter.name) {
            errors.add(.query(parameter.name), "is not a parameter of this request")
        }
        try errors.finish()
    }

    private static func parameters(of request: Request, _ errors: FieldErrors) -> [(name: String, value: String)] {
        guard let query = request.uri.query else { return [] }
        var parameters: [(name: String, value: String)] = []
        for part in query.split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = pair.first, let name = PercentEncoding.decoded(first, plusIsSpace: true),
                let value = PercentEncoding.decoded(pair.count > 1 ? pair[1] : "", plusIsSpace: true)
            else {
                errors.add(.query(""), "must be percent-encoded UTF-8")
                continue
            }
            let shownName = String(String.UnicodeScalarView(name.unicodeScalars.prefix(100)))
            guard !parameters.contains(where: { $0.name == shownName }) else {
                errors.add(.query(shownName), "must not be repeated")
                continue
            }
            parameters.append((shownName, value))
        }
        return parameters
    }

    /// How many elements a page has: 1 to 100.
    public func limit(default standard: Int = 20) -> Int {
        optionalInteger("limit", 1...100) ?? standard
    }

    /// Where the page begins: as `next_cursor` gave it, or `nil` for the first page.
    public func cursor(_ name: String = "cursor") -> String? {
        guard let text = value(name) else { return nil }
        guard (1...200).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
            errors.add(.query(name), "must be a cursor that an earlier reply gave")
            return nil
        }
        return text
    }

    public func optionalInteger(_ name: String, _ range: ClosedRange<Int>) -> Int? {
        guard let text = value(name) else { return nil }
        guard text.utf8.count <= 20, let integer = Int(text), range.contains(integer) else {
            errors.add(.query(name), "must be an integer from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return integer
    }

    public func optionalInstant(_ name: String) -> Instant? {
        guard let text = value(name) else { return nil }
        // The `+` of an offset is often left unencoded, and then reads as a space.
        let mended = String(text.map { $0 == " " ? "+" : $0 })
        guard let instant = Instant(rfc3339: mended) else {
            errors.add(.query(name), "must be a time as RFC 3339 writes it, such as 2026-11-24T13:30:00Z")
            return nil
        }
        return instant
    }

    /// A single-line text; an empty one counts as absent.
    public func optionalLine(_ name: String, _ length: ClosedRange<Int>) -> String? {
        guard let text = value(name), !text.isEmpty else { return nil }
        if let violation = TextRule.violation(text, length, severalLines: false, allowsBlank: false) {
            errors.add(.query(name), violation)
            return nil
        }
        return text
    }

    public func optionalWord<Word: RawRepresentable & CaseIterable>(
        _ name: String, of type: Word.Type = Word.self
    ) -> Word? where Word.RawValue == String {
        guard let text = value(name) else { return nil }
        guard let word = Word(rawValue: text) else {
            errors.add(.query(name), TextRule.oneOf(Word.allCases.map(\.rawValue)))
            return nil
        }
        return word
    }

    public func optionalID<Kind: IdentifierKind>(
        _ name: String, of type: Identifier<Kind>.Type = Identifier<Kind>.self
    ) -> Identifier<Kind>? {
        guard let text = value(name) else { return nil }
        guard let id = Identifier<Kind>(text) else {
            errors.add(.query(name), "must be an id that begins with \(Kind.prefix)")
            return nil
        }
        return id
    }

    /// Adds an error of the caller's own about a parameter.
    public func refuse(_ name: String, _ detail: String) {
        errors.add(.query(name), detail)
    }

    private func value(_ name: String) -> String? {
        asked.insert(name)
        return parameters.first { $0.name == name }?.value
    }
}
