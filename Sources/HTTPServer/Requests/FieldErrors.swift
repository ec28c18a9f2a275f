/// Collects what is wrong with a request, so that a client learns everything in one reply.
final class FieldErrors {
    /// More would help nobody, and a reply must not grow with the request.
    static let most = 50

    private(set) var errors: [FieldError] = []
    /// Above zero while placeholders are made for something that is missing: those must not complain again.
    private var muted = 0

    func add(_ place: FieldError.Place, _ detail: String) {
        guard muted == 0, errors.count < Self.most else { return }
        errors.append(FieldError(place, detail))
    }

    func mute<Value>(_ body: () throws -> Value) rethrows -> Value {
        muted += 1
        defer { muted -= 1 }
        return try body()
    }

    func finish() throws(Problem) {
        guard errors.isEmpty else { throw .invalidFields(errors) }
    }
}

/// RFC 6901.
enum JSONPointer {
    /// The pointer to a member of what `pointer` points to; names are cut, as a reply must not grow with the request.
    static func appending(_ name: String, to pointer: String) -> String {
        var escaped = "\(pointer)/"
        for scalar in name.unicodeScalars.prefix(100) {
            switch scalar {
            case "~": escaped += "~0"
            case "/": escaped += "~1"
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    static func appending(_ index: Int, to pointer: String) -> String { "\(pointer)/\(index)" }
}

/// What a text from outside may hold; the same rules for bodies and queries.
enum TextRule {
    /// Says what a text must be where it is not, or `nil` where it is.
    ///
    /// Lengths are counted in Unicode scalars, as a database or another language would count them too. Control
    /// characters are refused because they forge log lines, mail headers and terminals; line feeds and tabs are allowed
    /// in texts of several lines.
    static func violation(_ text: String, _ length: ClosedRange<Int>, severalLines: Bool, allowsBlank: Bool) -> String?
    {
        let count = text.unicodeScalars.count
        guard length.contains(count) else { return lengthSentence(length) }
        var isBlank = true
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\n", "\t":
                guard severalLines else { return "must be a single line without tabs" }
            case "\u{2028}", "\u{2029}":
                guard severalLines else { return "must be a single line without tabs" }
            default:
                guard scalar.properties.generalCategory != .control else { return "must not hold control characters" }
                if !scalar.properties.isWhitespace { isBlank = false }
            }
        }
        guard allowsBlank || count == 0 || !isBlank else { return "must not be blank" }
        return nil
    }

    static func lengthSentence(_ length: ClosedRange<Int>) -> String {
        if length.lowerBound == length.upperBound { return "must be \(length.lowerBound) characters long" }
        if length.lowerBound <= 0 { return "must be at most \(length.upperBound) characters long" }
        return "must be \(length.lowerBound) to \(length.upperBound) characters long"
    }

    static func oneOf(_ words: [String]) -> String {
        words.isEmpty ? "is not possible here" : "must be one of: \(words.joined(separator: ", "))"
    }
}
