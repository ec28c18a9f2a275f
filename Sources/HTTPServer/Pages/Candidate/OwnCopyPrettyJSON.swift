import StrictJSON

/// A JSON text that people can read as well: two spaces a level, members in their order.
enum PrettyJSON {
    static func text(_ value: JSONValue) -> String {
        var text = ""
        write(value, indent: 0, into: &text)
        text.append("\n")
        return text
    }

    private static func write(_ value: JSONValue, indent: Int, into text: inout String) {
        switch value {
        case .array(let elements) where !elements.isEmpty:
            text.append("[\n")
            for (index, element) in elements.enumerated() {
                if index > 0 { text.append(",\n") }
                text.append(spaces(indent + 1))
                write(element, indent: indent + 1, into: &text)
            }
            text.append("\n\(spaces(indent))]")
        case .object(let members) where !members.isEmpty:
            text.append("{\n")
            for (index, member) in members.enumerated() {
                if index > 0 { text.append(",\n") }
                text.append("\(spaces(indent + 1))\(JSONValue.string(member.name).text()): ")
                write(member.value, indent: indent + 1, into: &text)
            }
            text.append("\n\(spaces(indent))}")
        case .null, .bool, .integer, .number, .string, .array, .object: text.append(value.text())
        }
    }

    private static func spaces(_ indent: Int) -> String { String(repeating: "  ", count: indent) }
}
