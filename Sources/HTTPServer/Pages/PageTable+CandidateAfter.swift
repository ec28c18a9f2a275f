import HTTPTypes

/// The candidate's pages after an interview.
extension PageTable {
    static let candidateTimeline = Route(.get, "/c/{id}/timeline", for: [.candidate])

    static let hearingPage = Route(.get, "/c/{id}/hearing", for: [.candidate], query: ["done"])
    static let hearing = Route(.post, "/c/{id}/hearing", for: [.candidate])

    static let resultPage = Route(.get, "/c/{id}/result", for: [.candidate])
    static let resultToken = Route(.get, "/c/{id}/result/{outcome}/token", for: [.candidate])
    static let attemptPage = Route(.get, "/c/{id}/attempts/{interview}", for: [.candidate])

    static let appealPage = Route(.get, "/c/{id}/appeal", for: [.candidate], query: ["against", "ground"])
    static let appeal = Route(.post, "/c/{id}/appeal", for: [.candidate])
    static let appealStatus = Route(.get, "/c/{id}/appeals/{appeal}", for: [.candidate], query: ["done"])

    static let lateObjectionPage = Route(.get, "/c/{id}/objection", for: [.candidate], query: ["done"])
    static let lateObjection = Route(.post, "/c/{id}/objection", for: [.candidate], bodyLimit: 16 * 1024)

    static let conversationPage = Route(.get, "/c/{id}/messages", for: [.candidate], query: ["done"])
    static let conversation = Route(.post, "/c/{id}/messages", for: [.candidate])

    static let ownCopyPage = Route(.get, "/c/{id}/record", for: [.candidate])
    static let ownCopyFile = Route(.get, "/c/{id}/record/download", for: [.candidate])

    static let candidateAfter = [
        candidateTimeline, hearingPage, hearing, resultPage, resultToken, attemptPage, appealPage, appeal,
        appealStatus, lateObjectionPage, lateObjection, conversationPage, conversation, ownCopyPage, ownCopyFile,
    ]
}
