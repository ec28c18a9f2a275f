public import StrictJSON
public import Timekeeping
public import Verification

/// Reads the members of one JSON object, collecting every error with its JSON Pointer instead of stopping at the first.
///
/// Where a member is missing or wrong, a placeholder of its type is returned and the error kept. No placeholder gets
/// out: `read` throws where there is any error, whatever its closure returned. A member that nothing asked for is an
/// error as well.
///
///     let profile = try ObjectReader.read(body) { body in
///         Profile(
///             reference: body.line("reference", 1...200),
///             city: body.optionalLine("city", 1...100),
///             opensAt: body.instant("opens_at"))
///     }
public final class ObjectReader {
    private let members: [JSONValue.Member]
    private let pointer: String
    private let errors: FieldErrors
    private var asked: Set<String> = []

    init(_ members: [JSONValue.Member], pointer: String, errors: FieldErrors) {
        self.members = members
        self.pointer = pointer
        self.errors = errors
    }

    /// Runs `decode` on an object, then throws a 422 that lists every error, or returns what `decode` returned.
    public static func read<Value>(_ value: JSONValue, _ decode: (ObjectReader) throws -> Value) throws -> Value {
        let errors = FieldErrors()
        let reader = ObjectReader(value.members ?? [], pointer: "", errors: errors)
        if value.members == nil { errors.add(.body(""), "must be an object") }
        let result = try decode(reader)
        reader.refuseUnknown()
        try errors.finish()
        return result
    }

    // MARK: Texts

    /// A text that may have several lines; its length in Unicode scalars.
    public func string(_ name: String, _ length: ClosedRange<Int>, allowsBlank: Bool = false) -> String {
        optionalString(name, length, allowsBlank: allowsBlank, required: true) ?? ""
    }

    public func optionalString(_ name: String, _ length: ClosedRange<Int>, allowsBlank: Bool = false) -> String? {
        optionalString(name, length, allowsBlank: allowsBlank, required: false)
    }

    private func optionalString(
        _ name: String, _ length: ClosedRange<Int>, allowsBlank: Bool, required: Bool
    ) -> String? {
        text(name, length, severalLines: true, allowsBlank: allowsBlank, required: required)
    }

    /// A text of a single line: a name, a title, a reference.
    public func line(_ name: String, _ length: ClosedRange<Int>) -> String {
        text(name, length, severalLines: false, allowsBlank: false, required: true) ?? ""
    }

    public func optionalLine(_ name: String, _ length: ClosedRange<Int>) -> String? {
        text(name, length, severalLines: false, allowsBlank: false, required: false)
    }

    /// A mail address, checked only for what would break mail: one line, one `@` with something on both sides, no spaces.
    public func email(_ name: String) -> String { checkedEmail(line(name, 3...254), name) ?? "" }

    public func optionalEmail(_ name: String) -> String? {
        optionalLine(name, 3...254).flatMap { checkedEmail($0, name) }
    }

    private func checkedEmail(_ text: String, _ name: String) -> String? {
        guard !text.isEmpty else { return nil }
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, (1...64).contains(parts[0].utf8.count), !parts[1].isEmpty,
            !parts[1].hasPrefix("."), !parts[1].hasSuffix("."),
            text.unicodeScalars.allSatisfy({ !$0.properties.isWhitespace && $0 != "<" && $0 != ">" && $0 != "," })
        else {
            refuse(name, "must be a mail address, such as name@example.org")
            return nil
        }
        return text
    }

    // MARK: Numbers and truth

    public func integer(_ name: String, _ range: ClosedRange<Int>) -> Int {
        checkedInteger(name, range, required: true) ?? range.lowerBound
    }

    public func optionalInteger(_ name: String, _ range: ClosedRange<Int>) -> Int? {
        checkedInteger(name, range, required: false)
    }

    /// A finite number, with or without a fraction.
    public func number(_ name: String, _ range: ClosedRange<Double>) -> Double {
        checkedNumber(name, range, required: true) ?? range.lowerBound
    }

    public func optionalNumber(_ name: String, _ range: ClosedRange<Double>) -> Double? {
        checkedNumber(name, range, required: false)
    }

    public func bool(_ name: String) -> Bool {
        guard let value = member(name, required: true) else { return false }
        return wanted(value.boolValue, name, value, "true or false") ?? false
    }

    public func optionalBool(_ name: String) -> Bool? {
        guard let value = member(name, required: false) else { return nil }
        return wanted(value.boolValue, name, value, "true or false")
    }

    // MARK: Times, ids and words

    /// An RFC 3339 time, within `range` where one is given.
    public func instant(_ name: String, in range: ClosedRange<Instant>? = nil) -> Instant {
        checkedInstant(name, range, required: true) ?? Instant(millisecondsSinceEpoch: 0)
    }

    public func optionalInstant(_ name: String, in range: ClosedRange<Instant>? = nil) -> Instant? {
        checkedInstant(name, range, required: false)
    }

    public func id<Kind: IdentifierKind>(
        _ name: String, of type: Identifier<Kind>.Type = Identifier<Kind>.self
    ) -> Identifier<Kind> {
        optionalID(name, of: type, required: true) ?? Identifier<Kind>(unchecked: Kind.prefix)
    }

    public func optionalID<Kind: IdentifierKind>(
        _ name: String, of type: Identifier<Kind>.Type = Identifier<Kind>.self
    ) -> Identifier<Kind>? {
        optionalID(name, of: type, required: false)
    }

    private func optionalID<Kind: IdentifierKind>(
        _ name: String, of type: Identifier<Kind>.Type, required: Bool
    ) -> Identifier<Kind>? {
        guard let value = member(name, required: required) else { return nil }
        let sentence = "must be an id that begins with \(Kind.prefix)"
        guard let text = value.stringValue, let id = Identifier<Kind>(text) else {
            refuse(name, sentence)
            return nil
        }
        return id
    }

    /// One of an enum's raw values; the error lists them all.
    ///
    /// Throws only where the enum has no case at all.
    public func word<Word: RawRepresentable & CaseIterable>(
        _ name: String, of type: Word.Type = Word.self
    ) throws(Problem) -> Word where Word.RawValue == String {
        if let word = checkedWord(name, type, required: true) { return word }
        guard let placeholder = Word.allCases.first else { throw Problem(.invalidFields) }
        return placeholder
    }

    public func optionalWord<Word: RawRepresentable & CaseIterable>(
        _ name: String, of type: Word.Type = Word.self
    ) -> Word? where Word.RawValue == String {
        checkedWord(name, type, required: false)
    }

    /// A text that `parse` understands, such as a time zone; `expected` ends the sentence "must be …".
    public func parsed<Value>(
        _ name: String, _ length: ClosedRange<Int>, _ expected: String, placeholder: Value,
        _ parse: (String) -> Value?
    ) -> Value {
        guard let text = text(name, length, severalLines: false, allowsBlank: false, required: true) else {
            return placeholder
        }
        if let value = parse(text) { return value }
        refuse(name, "must be \(expected)")
        return placeholder
    }

    public func optionalParsed<Value>(
        _ name: String, _ length: ClosedRange<Int>, _ expected: String, _ parse: (String) -> Value?
    ) -> Value? {
        guard let text = optionalLine(name, length) else { return nil }
        if let value = parse(text) { return value }
        refuse(name, "must be \(expected)")
        return nil
    }

    // MARK: Objects and arrays

    public func object<Value>(_ name: String, _ decode: (ObjectReader) throws -> Value) rethrows -> Value {
        if let value = try checkedObject(name, required: true, decode) { return value }
        return try errors.mute {
            try decode(ObjectReader([], pointer: JSONPointer.appending(name, to: pointer), errors: errors))
        }
    }

    public func optionalObject<Value>(_ name: String, _ decode: (ObjectReader) throws -> Value) rethrows -> Value? {
        try checkedObject(name, required: false, decode)
    }

    /// An array of objects; absent counts as empty where `count` begins at 0.
    public func objects<Value>(
        _ name: String, _ count: ClosedRange<Int>, _ decode: (ObjectReader) throws -> Value
    ) rethrows -> [Value] {
        try elements(name, count).compactMap { element in
            guard let members = element.value.members else {
                errors.add(.body(element.pointer), "must be an object, and is \(Self.kind(element.value))")
                return nil
            }
            let reader = ObjectReader(members, pointer: element.pointer, errors: errors)
            let value = try decode(reader)
            reader.refuseUnknown()
            return value
        }
    }

    /// An array of single-line texts without repetition; absent counts as empty where `count` begins at 0.
    public func strings(_ name: String, _ count: ClosedRange<Int>, length: ClosedRange<Int>) -> [String] {
        var seen: Set<String> = []
        return elements(name, count).compactMap { element in
            guard let text = element.value.stringValue else {
                errors.add(.body(element.pointer), "must be a string, and is \(Self.kind(element.value))")
                return nil
            }
            if let violation = TextRule.violation(text, length, severalLines: false, allowsBlank: false) {
                errors.add(.body(element.pointer), violation)
                return nil
            }
            guard seen.insert(text).inserted else {
                errors.add(.body(element.pointer), "must not repeat an earlier element")
                return nil
            }
            return text
        }
    }

    // MARK: Anything else

    /// The member as it is; `nil` where it is absent. For what this reader has no word for: follow with `refuse`.
    public func json(_ name: String) -> JSONValue? {
        asked.insert(name)
        return members.first { $0.name == name }?.value
    }

    /// Whether the member is there at all, be it null: what PATCH needs to tell "leave it" from "remove it".
    public func has(_ name: String) -> Bool {
        asked.insert(name)
        return members.contains { $0.name == name }
    }

    /// Adds an error of the caller's own about a member; `detail` ends a sentence that begins with the field's name.
    public func refuse(_ name: String, _ detail: String) {
        errors.add(.body(JSONPointer.appending(name, to: pointer)), detail)
    }

    /// Adds an error about this object as a whole.
    public func refuse(_ detail: String) {
        errors.add(.body(pointer), detail)
    }

    // MARK: How it works

    private func member(_ name: String, required: Bool) -> JSONValue? {
        asked.insert(name)
        guard let member = members.first(where: { $0.name == name }) else {
            if required { refuse(name, "is required") }
            return nil
        }
        if member.value.isNull {
            if required { refuse(name, "must not be null") }
            return nil
        }
        return member.value
    }

    private func wanted<Value>(_ value: Value?, _ name: String, _ found: JSONValue, _ expected: String) -> Value? {
        if value == nil { refuse(name, "must be \(expected), and is \(Self.kind(found))") }
        return value
    }

    private func text(
        _ name: String, _ length: ClosedRange<Int>, severalLines: Bool, allowsBlank: Bool, required: Bool
    ) -> String? {
        guard let value = member(name, required: required),
            let text = wanted(value.stringValue, name, value, "a string")
        else { return nil }
        if let violation = TextRule.violation(text, length, severalLines: severalLines, allowsBlank: allowsBlank) {
            refuse(name, violation)
            return nil
        }
        return text
    }

    private func checkedInteger(_ name: String, _ range: ClosedRange<Int>, required: Bool) -> Int? {
        guard let value = member(name, required: required),
            let integer = wanted(value.integerValue, name, value, "an integer")
        else { return nil }
        guard let integer = Int(exactly: integer), range.contains(integer) else {
            refuse(name, "must be from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return integer
    }

    private func checkedNumber(_ name: String, _ range: ClosedRange<Double>, required: Bool) -> Double? {
        guard let value = member(name, required: required),
            let number = wanted(value.numberValue, name, value, "a number")
        else { return nil }
        guard number.isFinite, range.contains(number) else {
            refuse(name, "must be from \(range.lowerBound) to \(range.upperBound)")
            return nil
        }
        return number
    }

    private func checkedInstant(_ name: String, _ range: ClosedRange<Instant>?, required: Bool) -> Instant? {
        guard let value = member(name, required: required),
            let text = wanted(value.stringValue, name, value, "a string")
        else { return nil }
        guard let instant = Instant(rfc3339: text) else {
            refuse(name, "must be a time as RFC 3339 writes it, such as 2026-11-24T13:30:00Z")
            return nil
        }
        if let range, !range.contains(instant) {
            refuse(name, "must be from \(range.lowerBound.rfc3339) to \(range.upperBound.rfc3339)")
            return nil
        }
        return instant
    }

    private func checkedWord<Word: RawRepresentable & CaseIterable>(
        _ name: String, _ type: Word.Type, required: Bool
    ) -> Word? where Word.RawValue == String {
        guard let value = member(name, required: required) else { return nil }
        guard let text = value.stringValue, let word = Word(rawValue: text) else {
            refuse(name, TextRule.oneOf(Word.allCases.map(\.rawValue)))
            return nil
        }
        return word
    }

    private func checkedObject<Value>(
        _ name: String, required: Bool, _ decode: (ObjectReader) throws -> Value
    ) rethrows -> Value? {
        guard let value = member(name, required: required),
            let members = wanted(value.members, name, value, "an object")
        else { return nil }
        let reader = ObjectReader(members, pointer: JSONPointer.appending(name, to: pointer), errors: errors)
        let result = try decode(reader)
        reader.refuseUnknown()
        return result
    }

    private func elements(_ name: String, _ count: ClosedRange<Int>) -> [(value: JSONValue, pointer: String)] {
        guard let value = member(name, required: count.lowerBound > 0),
            let elements = wanted(value.arrayValue, name, value, "an array")
        else { return [] }
        guard count.contains(elements.count) else {
            refuse(
                name,
                count.lowerBound <= 0
                    ? "must have at most \(count.upperBound) elements"
                    : "must have \(count.lowerBound) to \(count.upperBound) elements")
            return []
        }
        let arrayPointer = JSONPointer.appending(name, to: pointer)
        return elements.enumerated().map { ($0.element, JSONPointer.appending($0.offset, to: arrayPointer)) }
    }

    func refuseUnknown() {
        for member in members where !asked.contains(member.name) {
            refuse(member.name, "is not a field of this request")
        }
    }

    private static func kind(_ value: JSONValue) -> String {
        switch value {
        case .null: "null"
        case .bool: "true or false"
        case .integer, .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}
