import HTTPTypes

/// Who may call what: one row per address and method. Tests walk it cell by cell, and the documents print it.
///
/// Being in a row's audience opens the door, not the object: a session, interview or review of somebody else is not
/// found (404) for whoever has the right role.
public enum AccessTable {
    public static let all: [Route] = platform + candidate + conversation + interview + review + open + demo

    // MARK: The platform

    public static let openSession = Route(.post, "/v1/verification_sessions", for: [.platform], body: .required)
    public static let listSessions = Route(
        .get, "/v1/verification_sessions", for: [.platform],
        query: ["limit", "cursor", "status", "reference", "subject"])
    public static let readSession = Route(.get, "/v1/verification_sessions/{id}", for: [.platform, .candidate])
    public static let updateSession = Route(
        .patch, "/v1/verification_sessions/{id}", for: [.platform], body: .required)
    public static let reissueLink = Route(
        .post, "/v1/verification_sessions/{id}/link", for: [.platform], body: .optional)
    public static let cancelSession = Route(
        .post, "/v1/verification_sessions/{id}/cancel", for: [.platform], body: .optional)
    public static let redactSession = Route(.post, "/v1/verification_sessions/{id}/redact", for: [.platform])
    public static let readTimeline = Route(
        .get, "/v1/verification_sessions/{id}/timeline", for: [.platform], query: ["limit", "cursor"])
    public static let listSkills = Route(.get, "/v1/skills", for: [.platform], query: ["query", "limit", "cursor"])
    public static let readOutcome = Route(.get, "/v1/outcomes/{id}", for: [.platform])
    public static let acknowledgeOutcome = Route(
        .post, "/v1/outcomes/{id}/acknowledgements", for: [.platform], body: .required)
    public static let readStanding = Route(.get, "/v1/subjects/{subject}/standing", for: [.platform])
    public static let listEvents = Route(.get, "/v1/events", for: [.platform], query: ["after", "limit", "cursor"])

    static let platform = [
        openSession, listSessions, readSession, updateSession, reissueLink, cancelSession, redactSession, readTimeline,
        listSkills, readOutcome, acknowledgeOutcome, readStanding, listEvents,
    ]

    // MARK: The candidate

    public static let openCandidateSession = Route(
        .post, "/v1/candidate_sessions", for: [.anyone], body: .required, bodyLimit: 4096)
    public static let confirmProfile = Route(
        .post, "/v1/verification_sessions/{id}/profile_confirmation", for: [.candidate], body: .required)
    public static let declineSession = Route(
        .post, "/v1/verification_sessions/{id}/refusal", for: [.candidate], body: .optional)
    public static let listTopics = Route(.get, "/v1/verification_sessions/{id}/topics", for: [.candidate])
    public static let listSlots = Route(
        .get, "/v1/verification_sessions/{id}/slots", for: [.candidate], query: ["from", "to"])
    public static let book = Route(
        .post, "/v1/verification_sessions/{id}/bookings", for: [.candidate], body: .required)
    public static let rescheduleBooking = Route(
        .post, "/v1/bookings/{id}/reschedule", for: [.candidate], body: .required)
    public static let cancelBooking = Route(.post, "/v1/bookings/{id}/cancel", for: [.candidate], body: .optional)
    /// Where a booking's `calendar_url` leads.
    public static let readCalendar = Route(
        .get, "/v1/bookings/{id}/calendar", for: [.candidate, .interviewer, .reviewer])
    public static let answerProposal = Route(
        .post, "/v1/verification_sessions/{id}/hearing", for: [.candidate], body: .required)
    public static let fileAppeal = Route(
        .post, "/v1/verification_sessions/{id}/appeals", for: [.candidate], body: .required)
    public static let readAppeal = Route(.get, "/v1/appeals/{id}", for: [.candidate])
    public static let reopenSession = Route(
        .post, "/v1/verification_sessions/{id}/reopen", for: [.candidate], body: .optional)

    static let candidate = [
        openCandidateSession, confirmProfile, declineSession, listTopics, listSlots, book, rescheduleBooking,
        cancelBooking,
        readCalendar, answerProposal, fileAppeal, readAppeal, reopenSession,
    ]

    // MARK: Candidate and staff

    public static let listMessages = Route(
        .get, "/v1/verification_sessions/{id}/messages", for: [.candidate, .interviewer, .reviewer, .operator],
        query: ["limit", "cursor"])
    public static let postMessage = Route(
        .post, "/v1/verification_sessions/{id}/messages", for: [.candidate, .interviewer, .reviewer, .operator],
        body: .required)

    static let conversation = [listMessages, postMessage]

    // MARK: The interview; a reviewer holds one as a second look, and may join a running one

    public static let joinInterview = Route(.post, "/v1/interviews/{id}/join", for: bothSides)
    public static let leaveInterview = Route(.post, "/v1/interviews/{id}/leave", for: bothSides)
    public static let testLine = Route(.post, "/v1/interviews/{id}/line_tests", for: bothSides, body: .required)
    public static let postQualitySamples = Route(
        .post, "/v1/interviews/{id}/quality_samples", for: bothSides, body: .required)
    public static let rateLine = Route(.post, "/v1/interviews/{id}/line_ratings", for: bothSides, body: .required)
    public static let objectToScope = Route(
        .post, "/v1/interviews/{id}/scope_objections", for: [.candidate], body: .required)
    public static let listInterviews = Route(
        .get, "/v1/interviews", for: interviewing, query: ["scope", "limit", "cursor"])
    public static let readInterview = Route(.get, "/v1/interviews/{id}", for: interviewing)
    public static let startInterview = Route(.post, "/v1/interviews/{id}/start", for: interviewing)
    public static let endInterview = Route(.post, "/v1/interviews/{id}/end", for: interviewing, body: .optional)
    public static let readScorecard = Route(.get, "/v1/interviews/{id}/scorecard", for: interviewing)
    public static let addScorecardItem = Route(
        .post, "/v1/interviews/{id}/scorecard/items", for: interviewing, body: .required)
    public static let rateScorecardItem = Route(
        .put, "/v1/interviews/{id}/scorecard/items/{item}", for: interviewing, body: .required)
    public static let submitScorecard = Route(
        .post, "/v1/interviews/{id}/scorecard/submission", for: interviewing, body: .required)

    static let interview = [
        joinInterview, leaveInterview, testLine, postQualitySamples, rateLine, objectToScope, listInterviews,
        readInterview, startInterview, endInterview, readScorecard, addScorecardItem, rateScorecardItem,
        submitScorecard,
    ]

    private static let bothSides: Set<Audience> = [.candidate, .interviewer, .reviewer]
    private static let interviewing: Set<Audience> = [.interviewer, .reviewer]

    // MARK: The reviewer

    public static let listReviews = Route(.get, "/v1/reviews", for: [.reviewer], query: ["scope", "limit", "cursor"])
    public static let readReview = Route(.get, "/v1/reviews/{id}", for: [.reviewer])
    public static let decideReview = Route(.post, "/v1/reviews/{id}/decision", for: [.reviewer], body: .required)
    public static let holdSecondLook = Route(.post, "/v1/reviews/{id}/second_look", for: [.reviewer], body: .required)

    static let review = [listReviews, readReview, decideReview, holdSecondLook]

    // MARK: Anyone

    public static let keys = Route(.get, "/.well-known/jwks.json", for: [.anyone])
    public static let issuerMetadata = Route(.get, "/.well-known/jwt-vc-issuer", for: [.anyone])
    public static let securityContact = Route(.get, "/.well-known/security.txt", for: [.anyone])
    public static let statusList = Route(.get, "/status/{n}", for: [.anyone])
    public static let policyPage = Route(.get, "/policy/{version}", for: [.anyone])
    public static let reasonPage = Route(.get, "/reasons/{code}", for: [.anyone])
    public static let problemPage = Route(.get, "/problems/{name}", for: [.anyone])
    public static let openAPI = Route(.get, "/openapi.yaml", for: [.anyone])
    public static let isAlive = Route(.get, "/healthz", for: [.anyone])
    public static let isReady = Route(.get, "/readyz", for: [.anyone])

    static let open = [
        keys, issuerMetadata, securityContact, statusList, policyPage, reasonPage, problemPage, openAPI, isAlive,
        isReady,
    ]

    // MARK: Demo mode

    public static let readClock = Route(.get, "/v1/test_helpers/clock", for: [.anyone], demoOnly: true)
    public static let advanceClock = Route(
        .post, "/v1/test_helpers/clock", for: [.anyone], demoOnly: true, body: .required, bodyLimit: 4096)
    public static let demoMail = Route(.get, "/demo/mail", for: [.anyone], demoOnly: true, query: ["limit", "cursor"])

    static let demo = [readClock, advanceClock, demoMail]

    // MARK: For documents

    /// The table in Markdown: one line per route, one column per audience.
    public static func markdown() -> String { markdown(of: all) }

    static func markdown(of routes: [Route]) -> String {
        let columns = Audience.allCases
        var lines = [
            "| call | \(columns.map(\.rawValue).joined(separator: " | ")) |",
            "|---|\(columns.map { _ in ":-:" }.joined(separator: "|"))|",
        ]
        for route in routes {
            let cells = columns.map { route.audience.contains($0) ? (route.demoOnly ? "demo" : "●") : "" }
            lines.append("| `\(route.name)` | \(cells.joined(separator: " | ")) |")
        }
        return lines.joined(separator: "\n") + "\n"
    }
}
