import StrictJSON

/// Who looks at a case.
public enum Viewer: String, CaseIterable, Sendable, Hashable {
    case platform
    case candidate
    /// The one who holds the interview; sees that interview only.
    case interviewer
    /// The one to whom a review of the case is assigned.
    case reviewer
}

/// Who sees what: one row per field of a representation. What is not in the table is shown to nobody.
///
/// The platform sees no answers; the candidate sees no staff and no internal notes; an interviewer sees nothing of an earlier attempt,
/// of the trigger, of appeals or of messages.
public enum FieldTable {
    public struct Row: Sendable, Hashable {
        public let name: String
        public let viewers: Set<Viewer>

        init(_ name: String, _ viewers: Viewer...) {
            self.name = name
            self.viewers = Set(viewers)
        }
    }

    public static let session: [Row] = [
        Row("id", .platform, .candidate, .reviewer),
        Row("object", .platform, .candidate, .reviewer),
        Row("created_at", .platform, .candidate, .reviewer),
        Row("status", .platform, .candidate, .reviewer),
        Row("now", .platform, .candidate, .reviewer),
        Row("subject", .platform, .candidate, .reviewer),
        Row("platform", .platform, .candidate, .reviewer),
        Row("reference", .platform, .reviewer),
        Row("display_name", .platform, .candidate, .reviewer),
        Row("email", .platform, .candidate),
        Row("time_zone", .platform, .candidate, .reviewer),
        Row("languages", .platform, .candidate, .reviewer),
        Row("trigger", .platform, .candidate, .reviewer),
        Row("declared_stack", .platform, .candidate, .reviewer),
        Row("facts", .platform, .candidate, .reviewer),
        Row("mode", .platform, .candidate, .reviewer),
        Row("policy", .platform, .candidate, .reviewer),
        Row("scope", .platform, .candidate, .reviewer),
        Row("booking", .candidate),
        Row("attempts", .platform, .candidate, .reviewer),
        Row("proposal", .platform, .candidate, .reviewer),
        Row("proposals", .platform, .candidate, .reviewer),
        Row("statements", .candidate, .reviewer),
        Row("outcome", .platform, .candidate, .reviewer),
        Row("appeals", .platform, .candidate, .reviewer),
        Row("next_step", .platform, .candidate, .reviewer),
    ]

    public static let attempt: [Row] = [
        Row("interview", .platform, .candidate, .interviewer, .reviewer),
        Row("booking", .candidate),
        Row("starts_at", .platform, .candidate, .interviewer, .reviewer),
        Row("ends_at", .platform, .candidate, .interviewer, .reviewer),
        Row("mode", .platform, .candidate, .interviewer, .reviewer),
        Row("started_at", .candidate, .interviewer, .reviewer),
        Row("ended_at", .candidate, .interviewer, .reviewer),
        Row("result", .platform, .candidate, .interviewer, .reviewer),
        Row("reason_codes", .platform, .candidate, .reviewer),
        Row("fault_party", .platform, .candidate, .reviewer),
        Row("counts_toward_limit", .platform, .candidate, .reviewer),
        Row("connection", .platform, .candidate, .interviewer, .reviewer),
        Row("objections", .candidate, .reviewer),
        Row("interviewer", .reviewer),
    ]

    public static let proposal: [Row] = [
        Row("id", .platform, .candidate, .reviewer),
        Row("determination", .platform, .candidate, .reviewer),
        Row("skill", .platform, .candidate, .reviewer),
        Row("made_at", .platform, .candidate, .reviewer),
        Row("answer_by", .platform, .candidate, .reviewer),
        Row("decide_by", .platform, .candidate, .reviewer),
        Row("state", .platform, .candidate, .reviewer),
        Row("reason_code", .candidate, .reviewer),
        Row("reason", .candidate, .reviewer),
        Row("facts", .candidate, .reviewer),
        Row("heard_at", .platform, .candidate, .reviewer),
        Row("hearing", .candidate, .reviewer),
    ]

    public static let appeal: [Row] = [
        Row("id", .platform, .candidate, .reviewer),
        Row("object", .platform, .candidate, .reviewer),
        Row("created_at", .platform, .candidate, .reviewer),
        Row("against", .platform, .candidate, .reviewer),
        Row("ground", .platform, .candidate, .reviewer),
        Row("status", .platform, .candidate, .reviewer),
        Row("answer_by", .platform, .candidate, .reviewer),
        Row("decided_by", .platform, .candidate, .reviewer),
        Row("decided_at", .platform, .candidate, .reviewer),
        Row("effect", .platform, .candidate, .reviewer),
        Row("statement", .candidate, .reviewer),
        Row("reasons", .candidate, .reviewer),
        Row("outside_body", .candidate, .reviewer),
        Row("evidence", .candidate, .reviewer),
        Row("next_step", .candidate, .reviewer),
    ]

    public static let all: [(name: String, rows: [Row])] = [
        ("session", session), ("attempt", attempt), ("proposal", proposal), ("appeal", appeal),
    ]

    /// The object of those fields that the viewer may see, in the table's order. A value that the table does not name is dropped.
    static func object(_ rows: [Row], for viewer: Viewer, _ value: (String) -> JSONValue?) -> JSONValue {
        .object(
            rows.compactMap { row in
                guard row.viewers.contains(viewer), let found = value(row.name) else { return nil }
                return JSONValue.Member(row.name, found)
            })
    }

    /// The table in Markdown, for `Docs/access.md`.
    public static func markdown() -> String {
        var text = ""
        for (name, rows) in all {
            text += "### \(name)\n\n| field | \(Viewer.allCases.map(\.rawValue).joined(separator: " | ")) |\n"
            text += "|---|\(Viewer.allCases.map { _ in ":-:" }.joined(separator: "|"))|\n"
            for row in rows {
                let cells = Viewer.allCases.map { row.viewers.contains($0) ? "●" : "" }
                text += "| `\(row.name)` | \(cells.joined(separator: " | ")) |\n"
            }
            text += "\n"
        }
        return text
    }
}
