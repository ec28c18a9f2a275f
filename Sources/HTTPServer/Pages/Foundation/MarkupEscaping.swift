import Mustache

/// Escapes what would end a text or an attribute in HTML, byte by byte.
///
/// The engine's own escaping compares characters as a reader sees them: to it a quotation mark that a combining accent
/// follows is another character, while to a browser it ends the attribute (HTML, 13.2.5.36 attribute value state).
struct MarkupEscaping: MustacheContentType {
    private static let name = "MARKUP"
    /// Begins every template: the engine falls back to its own escaping at each partial.
    static let pragma = "{{% CONTENT_TYPE: \(name)}}"

    /// Before the first template is parsed.
    static func register() {
        MustacheContentTypes.register(MarkupEscaping(), named: name)
    }

    func escapeText(_ text: String) -> String {
        guard text.utf8.contains(where: { Self.entity(of: $0) != nil }) else { return text }
        var escaped: [UInt8] = []
        escaped.reserveCapacity(text.utf8.count + 32)
        for byte in text.utf8 {
            if let entity = Self.entity(of: byte) {
                escaped += entity.utf8
            } else {
                escaped.append(byte)
            }
        }
        return String(decoding: escaped, as: UTF8.self)
    }

    private static func entity(of byte: UInt8) -> String? {
        switch byte {
        case UInt8(ascii: "<"): "&lt;"
        case UInt8(ascii: ">"): "&gt;"
        case UInt8(ascii: "&"): "&amp;"
        case UInt8(ascii: "\""): "&quot;"
        case UInt8(ascii: "'"): "&#39;"
        default: nil
        }
    }
}
