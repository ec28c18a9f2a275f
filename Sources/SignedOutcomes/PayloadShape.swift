import StrictJSON

/// The closed shape of an outcome's payload: every member that may be there, at every level.
///
/// The list is of what is allowed, because a list of what is personal would never be complete.
enum PayloadShape {
    static func defects(in payload: JSONValue) -> [LintDefect] {
        var defects: [LintDefect] = []
        visit(payload, at: "", allowed: outcome, into: &defects)
        return defects
    }

    private indirect enum Shape: Sendable {
        case value
        case members([String: Shape])
        case each(Shape)
    }

    private static let reference = Shape.members(["id": .value, "sha256": .value])
    private static let outcome = Shape.members([
        "iss": .value, "sub": .value, "aud": .value, "jti": .value, "iat": .value, "nbf": .value, "exp": .value,
        "outcome": .value, "mode": .value, "supersedes": .value,
        "skills": .each(.members(["skill": .value, "level": .value, "result": .value])),
        "connection": .members(["verdict": .value, "thresholds": .value]),
        "scope": reference, "kit": .each(reference), "policy": reference, "scorecard": reference,
        "status": .members(["status_list": .members(["idx": .value, "uri": .value])]),
        "verified_claims": .members([
            "verification": .members([
                "trust_framework": .value, "time": .value,
                "assurance_process": .members(["policy": .value, "procedure": .value]),
                "evidence": .each(
                    .members(["type": .value, "check_details": .each(.members(["check_method": .value]))])),
            ]),
            "claims": .members(["profile_facts_matched": .each(.value)]),
        ]),
    ])

    private static func visit(
        _ json: JSONValue, at path: String, allowed shape: Shape, into defects: inout [LintDefect]
    ) {
        switch (json, shape) {
        case (.object(let members), .members(let allowed)):
            for member in members {
                let path = path.isEmpty ? member.name : "\(path).\(member.name)"
                if let inner = allowed[member.name] {
                    visit(member.value, at: path, allowed: inner, into: &defects)
                } else {
                    defects.append(.unknownMember(path))
                }
            }
        case (.array(let elements), .each(let inner)):
            for element in elements { visit(element, at: path, allowed: inner, into: &defects) }
        case (.string(let text), .value):
            if holdsReasonCode(text) { defects.append(.reasonCode(path)) }
            if looksPersonal(text) { defects.append(.personalText(path)) }
        case (.integer, .value): break
        case (.null, _), (.bool, _), (.number, _), (.object, _), (.array, _), (.string, _), (.integer, _):
            defects.append(.unknownMember(path))
        }
    }

    /// Whether the text is or holds, as a word of its own, a code of the not-verified group, such as `N501`.
    private static func holdsReasonCode(_ text: String) -> Bool {
        text.utf8.split { !isLetterOrDigit($0) }.contains { word in
            word.count == 4 && word.first == UInt8(ascii: "N")
                && word.dropFirst().allSatisfy { (0x30...0x39).contains($0) }
        }
    }

    /// Whether the text is more than an id, a version, a time or a URL: it has a space or a letter beyond ASCII, as names and
    /// sentences do, or it is a mail address (`go@1.2` is none).
    private static func looksPersonal(_ text: String) -> Bool {
        guard text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else { return true }
        guard let at = text.utf8.lastIndex(of: UInt8(ascii: "@")) else { return false }
        let labels = text.utf8[at...].dropFirst().split(separator: UInt8(ascii: "."))
        return labels.count > 1 && (labels.last?.first.map { $0 | 0x20 } ?? 0) >= UInt8(ascii: "a")
    }

    private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
    }
}
