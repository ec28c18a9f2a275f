/// Why a text is not taken as JSON, and where.
public struct JSONError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A stable name of the defect; new ones may be added.
    public struct Code: Hashable, Sendable, CustomStringConvertible {
        public let description: String

        init(_ description: String) {
            self.description = description
        }

        public static let tooLarge = Code("too_large")
        public static let tooDeep = Code("too_deep")
        public static let invalidUTF8 = Code("invalid_utf8")
        public static let byteOrderMark = Code("byte_order_mark")
        public static let unexpectedEnd = Code("unexpected_end")
        public static let unexpectedByte = Code("unexpected_byte")
        public static let trailingText = Code("trailing_text")
        public static let duplicateName = Code("duplicate_name")
        public static let controlCharacter = Code("control_character")
        public static let invalidEscape = Code("invalid_escape")
        public static let loneSurrogate = Code("lone_surrogate")
        public static let invalidNumber = Code("invalid_number")
        public static let numberOutOfRange = Code("number_out_of_range")
    }

    public let code: Code
    /// The byte, counted from 0, at which the text stopped being acceptable.
    public let offset: Int

    init(_ code: Code, at offset: Int) {
        self.code = code
        self.offset = offset
    }

    /// A sentence for a person; it never repeats the text, which may be private.
    public var description: String {
        switch code {
        case .tooLarge: "The JSON text is larger than is accepted here."
        case .tooDeep: "Arrays and objects are nested deeper than is accepted here, at byte \(offset)."
        case .invalidUTF8: "The text is not valid UTF-8, at byte \(offset)."
        case .byteOrderMark: "The text begins with a byte order mark, which JSON does not allow."
        case .unexpectedEnd: "The JSON text ends too early, at byte \(offset)."
        case .unexpectedByte: "The text is not JSON at byte \(offset)."
        case .trailingText: "Something follows the end of the JSON text, at byte \(offset)."
        case .duplicateName: "An object has two members of the same name, the second at byte \(offset)."
        case .controlCharacter: "A string holds a control character that is not escaped, at byte \(offset)."
        case .invalidEscape: "A string holds an escape that JSON does not have, at byte \(offset)."
        case .loneSurrogate: "A string holds half of a surrogate pair, at byte \(offset)."
        case .invalidNumber: "A number is not written as JSON writes numbers, at byte \(offset)."
        case .numberOutOfRange: "A number is too large, at byte \(offset)."
        default: "The text is not acceptable JSON, at byte \(offset)."
        }
    }
}

/// What a reader is willing to spend on one text.
public struct JSONLimits: Equatable, Sendable {
    /// The longest text, in bytes.
    public var bytes: Int
    /// How many arrays and objects may be open at once.
    public var depth: Int

    public init(bytes: Int = 1 << 20, depth: Int = 64) {
        self.bytes = bytes
        self.depth = depth
    }

    /// 1 MiB and 64 levels.
    public static let standard = JSONLimits()
}
