import HTTPTypes

/// The candidate's pages up to the interview itself.
extension PageTable {
    /// Where the mailed link leads. Its secret stands in the fragment, which no browser sends.
    static let candidateEntry = Route(.get, "/c", for: [.anyone], query: ["done"])
    static let candidateEnter = Route(.post, "/c", for: [.anyone], bodyLimit: 4096)
    static let candidateHome = Route(.get, "/c/{id}", for: [.candidate], query: ["done"])

    static let confirmStart = Route(.get, "/c/{id}/confirm", for: [.candidate])
    static let confirmStep = Route(
        .get, "/c/{id}/confirm/{step}", for: [.candidate], query: ["strike", "mode", "consent", "change"])
    static let confirmAnswer = Route(.post, "/c/{id}/confirm/{step}", for: [.candidate], bodyLimit: 64 * 1024)

    static let bookingTimes = Route(
        .get, "/c/{id}/book", for: [.candidate], query: ["zone", "city", "day", "move", "done"])
    static let bookingCheck = Route(.get, "/c/{id}/book/check", for: [.candidate], query: ["time", "zone", "move"])
    static let bookingConfirm = Route(.post, "/c/{id}/book", for: [.candidate], bodyLimit: 8192)
    static let lineTest = Route(.post, "/c/{id}/line-test", for: [.candidate], bodyLimit: 4096)

    static let beforeInterview = Route(
        .get, "/c/{id}/interview", for: [.candidate], query: ["zone", "city", "done"])
    static let beforeInterviewCalendar = Route(.get, "/c/{id}/interview/calendar.ics", for: [.candidate])
    static let beforeInterviewJoin = Route(.post, "/c/{id}/interview/join", for: [.candidate], bodyLimit: 4096)
    static let cancelInterviewPage = Route(.get, "/c/{id}/interview/cancel", for: [.candidate])
    static let cancelInterview = Route(.post, "/c/{id}/interview/cancel", for: [.candidate], bodyLimit: 4096)
    static let objectionPage = Route(.get, "/c/{id}/interview/objection", for: [.candidate])
    static let objection = Route(.post, "/c/{id}/interview/objection", for: [.candidate], bodyLimit: 64 * 1024)

    static let declinePage = Route(.get, "/c/{id}/decline", for: [.candidate])
    static let decline = Route(.post, "/c/{id}/decline", for: [.candidate], bodyLimit: 4096)
    static let reopen = Route(.post, "/c/{id}/reopen", for: [.candidate], bodyLimit: 4096)
    static let leaveDevice = Route(.post, "/c/{id}/leave", for: [.candidate], bodyLimit: 4096)

    static let candidateBefore = [
        candidateEntry, candidateEnter, candidateHome, confirmStart, confirmStep, confirmAnswer, bookingTimes,
        bookingCheck, bookingConfirm, lineTest, beforeInterview, beforeInterviewCalendar, beforeInterviewJoin,
        cancelInterviewPage, cancelInterview, objectionPage, objection, declinePage, decline, reopen, leaveDevice,
    ]
}
