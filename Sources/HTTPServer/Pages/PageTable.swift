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

    /// The table in Markdown: one line per page, one column per audience.
    public static func markdown() -> String { AccessTable.markdown(of: all) }
}
