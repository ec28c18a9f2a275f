import Verification
import Workflow

/// What somebody who holds interviews works with all day.
struct InterviewerPages: Sendable {
    let pages: PageKit

    var bench: Workbench { pages.bench }

    func register(on routes: RouteRegistrar) {
        pages.on(PageTable.diary, of: routes) { request in try await diary(request) }
        pages.on(PageTable.desk, of: routes) { request in try await openDesk(request) }
        pages.on(PageTable.joinCall, of: routes) { request in
            try await callStep(request, failing: "interviewer_error_join", done: "joined") {
                _ = try await bench.join($0, by: request.principal)
            }
        }
        pages.on(PageTable.startCall, of: routes) { request in
            try await callStep(request, failing: "interviewer_error_start", done: "started") {
                _ = try await bench.start($0, by: request.principal)
            }
        }
        pages.on(PageTable.endCall, of: routes) { request in try await end(request) }
        pages.on(PageTable.addSamePersonCheck, of: routes) { request in
            try await callStep(
                request, failing: "interviewer_error_same_person", done: "same_person", part: .identity
            ) {
                _ = try await bench.addSamePersonCheck($0, by: request.principal)
            }
        }
        pages.on(PageTable.addQuestion, of: routes) { request in try await addQuestion(request) }
        pages.on(PageTable.saveItem, of: routes) { request in try await saveItem(request) }
        pages.on(PageTable.rateOwnLine, of: routes) { request in try await rateLine(request) }
        pages.on(PageTable.checkAnswers, of: routes) { request in try await checkAnswers(request) }
        pages.on(PageTable.submitScorecard, of: routes) { request in try await submit(request) }
        pages.on(PageTable.interviewDone, of: routes) { request in try await done(request) }
        pages.on(PageTable.ownStatistics, of: routes) { request in try await statistics(request) }
        pages.on(PageTable.ownHours, of: routes) { request in try await hours(request) }
    }

    // MARK: What the pages share

    static func path(_ id: InterviewID, _ rest: String = "") -> String { "/interviews/\(id.rawValue)\(rest)" }

    /// "English, bs": the names that the catalogue knows, the tags of the others.
    static func languages(_ tags: [String], _ words: Words) -> String {
        tags.map { tag in
            let primary = tag.lowercased().split(separator: "-").first.map(String.init) ?? tag
            return words.find("interviewer_language_\(primary)") ?? words.find("common_language_\(primary)") ?? tag
        }.joined(separator: ", ")
    }

    static func badge(_ word: String, _ tone: String) -> View { ["word": .text(word), "tone": .text(tone)] }

    static func row(_ term: String, _ value: String) -> View {
        [
            "term": .text(term), "value": .text(value), "values": nil, "action_href": nil, "action_label": nil,
            "action_hidden": nil,
        ]
    }
}
