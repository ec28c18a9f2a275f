import HTTPTypes

/// The reviewer's pages. A review is its assignee's alone; behind these doors ``Workbench`` asks whose it is.
extension PageTable {
    static let reviewQueue = Route(.get, "/reviews", for: [.reviewer], query: ["page", "done"])
    static let reviewStatistics = Route(.get, "/reviews/statistics", for: [.reviewer])
    static let reviewCase = Route(.get, "/reviews/{id}", for: [.reviewer], query: ["done"])
    /// Check your answers: shows what would happen, and does nothing.
    static let reviewCheck = Route(
        .post, "/reviews/{id}/check", for: [.reviewer], body: .required, bodyLimit: 256 * 1024)
    static let reviewDecide = Route(
        .post, "/reviews/{id}/decision", for: [.reviewer], body: .required, bodyLimit: 256 * 1024)
    static let reviewDone = Route(.get, "/reviews/{id}/done", for: [.reviewer])
    static let reviewSecondLook = Route(.get, "/reviews/{id}/second-look", for: [.reviewer], query: ["done"])
    static let reviewBookSecondLook = Route(.post, "/reviews/{id}/second-look", for: [.reviewer], body: .required)
    static let reviewMessages = Route(.get, "/reviews/{id}/messages", for: [.reviewer], query: ["done"])
    static let reviewPostMessage = Route(.post, "/reviews/{id}/messages", for: [.reviewer], body: .required)

    static let reviewer = [
        reviewQueue, reviewStatistics, reviewCase, reviewCheck, reviewDecide, reviewDone, reviewSecondLook,
        reviewBookSecondLook, reviewMessages, reviewPostMessage,
    ]
}
