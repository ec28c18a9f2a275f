import HTTPTypes

/// The operator's pages: whether the service is well and fair, and what people write. None of them shows an answer, a rating, a name
/// or an address of a candidate.
extension PageTable {
    public static let operatorOverview = Route(.get, "/operator", for: [.operator])
    public static let operatorStaff = Route(.get, "/operator/staff", for: [.operator], query: ["done", "count"])
    public static let operatorStaffMember = Route(.get, "/operator/staff/{id}", for: [.operator])
    public static let operatorSuspend = Route(.post, "/operator/staff/{id}/suspend", for: [.operator], bodyLimit: 4096)
    public static let operatorContent = Route(.get, "/operator/content", for: [.operator])
    public static let operatorDeliveries = Route(
        .get, "/operator/deliveries", for: [.operator], query: ["state", "before", "done"])
    public static let operatorSendAgain = Route(
        .post, "/operator/deliveries/{id}/again", for: [.operator], bodyLimit: 4096)
    public static let operatorStatistics = Route(.get, "/operator/statistics", for: [.operator], query: ["range"])
    public static let operatorSessions = Route(
        .get, "/operator/sessions", for: [.operator], query: ["status", "person", "after"])
    /// A search that carries what a platform calls a person, which must not stand in an address.
    public static let operatorFindSession = Route(
        .post, "/operator/sessions", for: [.operator], bodyLimit: 4096)
    public static let operatorSession = Route(.get, "/operator/sessions/{id}", for: [.operator])
    public static let operatorInbox = Route(.get, "/operator/messages", for: [.operator])
    public static let operatorConversation = Route(
        .get, "/operator/messages/{id}", for: [.operator], query: ["done"])
    public static let operatorAnswer = Route(.post, "/operator/messages/{id}", for: [.operator], bodyLimit: 65536)

    static let `operator` = [
        operatorOverview, operatorStaff, operatorStaffMember, operatorSuspend, operatorContent, operatorDeliveries,
        operatorSendAgain, operatorStatistics, operatorSessions, operatorFindSession, operatorSession,
        operatorInbox, operatorConversation, operatorAnswer,
    ]
}
