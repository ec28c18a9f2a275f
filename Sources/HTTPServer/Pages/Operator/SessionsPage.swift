import HTTPTypes
import Verification
import Workflow

/// Finding a case by its id, by what a platform calls the person, or by its state.
extension OperatorPages {
    private static let sessionsPerPage = 50
    /// As many ids as an address has room for.
    private static let mostPeople = 12
    private static let separator = "."

    private static func people(_ text: String) -> [PersonID] {
        text.split(separator: separator).prefix(mostPeople).compactMap { PersonID(String($0)) }
    }

    func sessions(_ request: PageRequest, typed: String?, error: String?) async throws -> PageReply {
        let words = request.words
        let status = request.query("status").flatMap { Phase.Status(rawValue: $0) }
        let people = Self.people(request.query("person") ?? "")
        let person = people.isEmpty ? nil : people.map(\.rawValue).joined(separator: Self.separator)
        let after = request.query("after").flatMap { SessionID($0) }
        let found = try await bench.sessionList(
            status: status?.rawValue, people: people, after: after, limit: Self.sessionsPerPage + 1)
        let rows = Array(found.prefix(Self.sessionsPerPage))
        let names = try await bench.platformNames()
        let next = found.count > Self.sessionsPerPage ? rows.last?.id : nil
        let kept = [status.map { "status=\($0.rawValue)" }, person.map { "person=\($0)" }].compactMap(\.self)
        func href(_ after: SessionID?) -> String {
            let parts = kept + [after.map { "after=\($0)" }].compactMap(\.self)
            return "/operator/sessions" + (parts.isEmpty ? "" : "?" + parts.joined(separator: "&"))
        }
        var errors = FormErrors()
        if let error { errors.add("query", error) }
        return .page(
            Page(
                "operator/sessions", title: words["operator_sessions_title"],
                [
                    "error_summary": errors.summary,
                    "field": [
                        "id": "query", "name": "query", "label": .text(words["operator_sessions_query"]),
                        "hint": .text(words["operator_sessions_query_hint"]), "value": .text(typed ?? ""),
                        "type": nil, "error": .optional(error), "autocomplete": "off", "inputmode": nil,
                        "maxlength": "300", "required": true,
                    ],
                    "filter": [
                        "action": "/operator/sessions", "label": .text(words["operator_filter"]),
                        "selects": [
                            [
                                "id": "status", "name": "status", "label": .text(words["operator_column_status"]),
                                "options": .list(statusOptions(status, words)),
                            ]
                        ],
                    ],
                    "person": .optional(person),
                    "person_text": .optional(
                        people.isEmpty
                            ? nil : words[people.count == 1 ? "operator_sessions_person" : "operator_sessions_people"]),
                    "has_rows": .flag(!rows.isEmpty),
                    "rows": .list(
                        rows.map { row in
                            let status = Phase.Status(rawValue: row.status)
                            return [
                                "id": .text(row.id.rawValue), "href": .text("/operator/sessions/\(row.id)"),
                                "platform": .text(names[row.platform] ?? row.platform.rawValue),
                                "status": .text(words.told("status", row.status)),
                                "tone": .text(status?.operatorTone ?? "quiet"),
                                "opened": .text(words.operatorShort(row.createdAt)),
                                "due": .text(row.dueAt.map { words.operatorShort($0) } ?? "–"),
                            ]
                        }),
                    "pagination": [
                        // The newest stand first, so that the next page holds what is earlier.
                        "previous_href": .optional(next.map { href($0) }),
                        "next_href": .optional(after == nil ? nil : href(nil)), "text": "",
                    ],
                    "has_pages": .flag(after != nil || next != nil),
                ], status: error == nil ? .ok : .unprocessableContent))
    }

    private func statusOptions(_ chosen: Phase.Status?, _ words: Words) -> [View] {
        [["value": "", "label": .text(words["operator_sessions_all"]), "selected": .flag(chosen == nil)]]
            + Phase.Status.allCases.map {
                [
                    "value": .text($0.rawValue), "label": .text(words.told("status", $0.rawValue)),
                    "selected": .flag($0 == chosen),
                ]
            }
    }

    /// Leads to an address that holds ids alone: what a platform calls a person may be a name or a mail address.
    func findSession(_ request: PageRequest) async throws -> PageReply {
        let typed = request.form.text("query")
        guard !typed.isEmpty else {
            return try await sessions(request, typed: typed, error: request.words["operator_sessions_missing"])
        }
        if let id = SessionID(typed), try await bench.hasSession(id) { return .redirect("/operator/sessions/\(id)") }
        // One for each platform that calls somebody so.
        let people = try await bench.people(reference: String(typed.prefix(300))).prefix(Self.mostPeople)
        guard people.isEmpty else {
            let ids = people.map(\.rawValue).joined(separator: Self.separator)
            return .redirect("/operator/sessions?person=\(ids)")
        }
        return try await sessions(request, typed: typed, error: request.words["operator_sessions_none"])
    }
}
