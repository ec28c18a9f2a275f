import HTTPTypes

/// Who may open which page: one row per address and method, as ``AccessTable`` is for the API.
///
/// Each area's rows stand in a file of its own. Tests open every row as every role.
public enum PageTable {
    public static var all: [Route] {
        shared + signIn + candidateBefore + candidateAfter + interviewer + reviewer + `operator` + `public` + styleguide
    }

    // MARK: What every page uses

    public static let asset = Route(.get, "/assets/{name}", for: [.anyone])
    public static let language = Route(.get, "/language/{tag}", for: [.anyone], query: ["back"])

    static let shared = [asset, language]

    /// Pages that follow from the version of one case alone, and from the minute; see ``PageCache``.
    static let aboutOneCase: Set<Route> = [
        candidateHome, candidateTimeline, resultPage, conversationPage, appealStatus,
    ]

    /// The nearest address at or above a path that can be opened: where a form was answered with a page, its own address cannot.
    static func openable(_ path: String) -> String {
        var parts = path.split(separator: "/")
        while !parts.isEmpty {
            let isPage = patterns.contains { pattern in
                pattern.count == parts.count && zip(pattern, parts).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
            }
            guard !isPage else { return "/" + parts.joined(separator: "/") }
            parts.removeLast()
        }
        return "/"
    }

    /// Of every page that is opened rather than sent, in parts.
    private static let patterns = all.filter { $0.method == .get }.map { $0.pattern.split(separator: "/") }

    /// The table in Markdown: one line per page, one column per audience.
    public static func markdown() -> String { AccessTable.markdown(of: all) }
}
