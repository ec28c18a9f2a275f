/// The keys of a policy's file as words, and its numbers with their units.
///
/// A key that no catalogue knows is shown as it is, without its underscores: a new policy may have keys that are younger
/// than the words.
enum PolicyWords {
    static func section(_ name: String, _ words: Words) -> String {
        words.find("public_policy_section_\(name)") ?? spelt(name)
    }

    static func label(_ name: String, in section: String, _ words: Words) -> String {
        words.find("public_policy_\(section)_\(name)") ?? words.find("public_policy_section_\(name)") ?? spelt(name)
    }

    /// As it stands in the file, for those who compare: `deadlines.hearing_hours`.
    static func key(_ name: String, in section: String) -> String { name == section ? name : "\(section).\(name)" }

    /// `72 hours`: the unit is in the key's name.
    static func value(_ entry: PolicyPage.Entry, _ words: Words) -> String {
        if let word = words.find("public_policy_value_\(entry.value)") { return word }
        guard Double(entry.value) != nil || entry.value.allSatisfy({ $0.isNumber || ", ".contains($0) }),
            let unit = unit(of: entry.label)
        else {
            return entry.value.split(separator: "_").joined(separator: " ")
        }
        return words("public_unit_\(unit)", ["count": entry.value])
    }

    /// Longer endings first: `working_days` is not `days`.
    private static let units: [(ending: String, unit: String)] = [
        ("working_days", "working_days"), ("minutes_before", "minutes"), ("days_before", "days"),
        ("frames_per_second", "frames_per_second"), ("minutes", "minutes"), ("hours", "hours"), ("months", "months"),
        ("milliseconds", "milliseconds"), ("seconds", "seconds"), ("percent", "percent"), ("days", "days"),
        ("days_maximum", "days"), ("lines", "lines"), ("packets", "packets"), ("rating", "rating"),
    ]

    private static func unit(of key: String) -> String? {
        units.first { key == $0.ending || key.hasSuffix("_\($0.ending)") }?.unit
    }

    private static func spelt(_ name: String) -> String {
        let text = name.split(separator: "_").joined(separator: " ")
        return text.prefix(1).uppercased() + text.dropFirst()
    }
}
