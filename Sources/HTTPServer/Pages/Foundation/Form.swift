import Hummingbird
import NIOCore

/// A form as a browser sent it (`application/x-www-form-urlencoded`, WHATWG URL section 5.1).
///
/// A text is trimmed at both ends, and line breaks are `\n`. A field that was not sent is empty.
struct Form: Sendable {
    /// Bounds what a hostile form can make the server do: more fields than any page has.
    private static let fieldLimit = 2000

    private let fields: [(name: String, value: String)]

    init() {
        fields = []
    }

    /// Throws a problem where this is no form.
    init(_ body: ByteBuffer) throws(Problem) {
        var fields: [(name: String, value: String)] = []
        for part in String(buffer: body).split(separator: "&") {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let first = pair.first, let name = PercentEncoding.decoded(first, plusIsSpace: true),
                let value = PercentEncoding.decoded(pair.count > 1 ? pair[1] : "", plusIsSpace: true),
                fields.count < Self.fieldLimit
            else { throw Problem(.badRequest, "The form did not arrive in one piece; go back and send it again.") }
            fields.append((name, Self.cleaned(value)))
        }
        self.fields = fields
    }

    /// The first field of that name; empty where there is none.
    func text(_ name: String) -> String { fields.first { $0.name == name }?.value ?? "" }

    /// `text`, or `nil` where it is empty.
    func optionalText(_ name: String) -> String? {
        let text = text(name)
        return text.isEmpty ? nil : text
    }

    /// Every field of that name, empty ones left out.
    func all(_ name: String) -> [String] { fields.filter { $0.name == name && !$0.value.isEmpty }.map(\.value) }

    func has(_ name: String) -> Bool { fields.contains { $0.name == name } }

    /// All fields in the order in which they were sent.
    var all: [(name: String, value: String)] { fields }

    /// Browsers send line breaks as CR LF; control characters are nothing that anybody typed.
    private static func cleaned(_ value: String) -> String {
        var scalars = String.UnicodeScalarView()
        for scalar in value.unicodeScalars {
            switch scalar {
            case "\r": continue
            case "\n", "\t": scalars.append(scalar)
            default:
                if scalar.properties.generalCategory != .control { scalars.append(scalar) }
            }
        }
        var text = Substring(String(scalars))
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        // Joiners and marks of direction alone are nothing that anybody could read.
        return text.unicodeScalars.allSatisfy(isInvisible) ? "" : String(text)
    }

    private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .format || scalar.properties.isWhitespace
    }
}

/// What is wrong with a form: shown together at the top, linked to the fields, and again beside each field.
struct FormErrors {
    private var entries: [(field: String, text: String)] = []

    var isEmpty: Bool { entries.isEmpty }

    /// `field` is the id of the element to which the summary's link leads.
    mutating func add(_ field: String, _ text: String) {
        entries.append((field, text))
    }

    /// The first error of a field.
    subscript(field: String) -> String? { entries.first { $0.field == field }?.text }

    /// For `{{#error_summary}}{{> components/error_summary}}{{/error_summary}}`: absent where nothing is wrong.
    var summary: Slot {
        guard !isEmpty else { return .absent }
        return .view([
            "errors": .list(entries.map { ["href": .text("#\($0.field)"), "text": .text($0.text)] })
        ])
    }
}
