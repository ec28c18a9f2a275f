import HTTPTypes

/// Holding interviews. A reviewer holds a second look on the same pages; whose interview it is, the use cases ask.
extension PageTable {
    public static let diary = Route(.get, "/interviews", for: holders, query: ["done"])
    public static let desk = Route(.get, "/interviews/{id}", for: holders, query: ["part", "item", "done"])
    public static let joinCall = Route(.post, "/interviews/{id}/join", for: holders)
    public static let startCall = Route(.post, "/interviews/{id}/start", for: holders)
    public static let endCall = Route(.post, "/interviews/{id}/end", for: holders)
    public static let rateOwnLine = Route(.post, "/interviews/{id}/line", for: holders)
    public static let addQuestion = Route(.post, "/interviews/{id}/items", for: holders)
    public static let addSamePersonCheck = Route(.post, "/interviews/{id}/same-person", for: holders)
    public static let saveItem = Route(.post, "/interviews/{id}/items/{item}", for: holders)
    public static let checkAnswers = Route(.get, "/interviews/{id}/check", for: holders, query: ["item", "done"])
    public static let submitScorecard = Route(.post, "/interviews/{id}/check", for: holders)
    public static let interviewDone = Route(.get, "/interviews/{id}/done", for: holders, query: ["done"])
    public static let ownStatistics = Route(.get, "/my/statistics", for: [.interviewer])
    public static let ownHours = Route(.get, "/my/hours", for: [.interviewer])

    static let interviewer = [
        diary, desk, joinCall, startCall, endCall, rateOwnLine, addQuestion, addSamePersonCheck, saveItem,
        checkAnswers, submitScorecard, interviewDone, ownStatistics, ownHours,
    ]

    private static let holders: Set<Audience> = [.interviewer, .reviewer]
}
