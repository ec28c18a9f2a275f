import HTTPTypes

/// What anybody may read and use. The pages behind `/policy/{version}`, `/reasons/{code}` and `/problems/{name}` stand in
/// ``AccessTable``, since programs read them too.
extension PageTable {
    public static let landing = Route(.get, "/", for: [.anyone])
    public static let help = Route(.get, "/help", for: [.anyone])
    public static let reasonIndex = Route(.get, "/reasons", for: [.anyone])
    public static let problemIndex = Route(.get, "/problems", for: [.anyone])
    public static let currentPolicy = Route(.get, "/policy", for: [.anyone])
    public static let verifyPage = Route(.get, "/verify", for: [.anyone])
    /// The token comes in the body, never in an address; three times the longest token, since it may be written with `%XX`.
    public static let verify = Route(.post, "/verify", for: [.anyone], bodyLimit: 64 * 1024)
    public static let demoMeeting = Route(.get, "/demo/meeting/{room}", for: [.anyone], demoOnly: true)

    static let `public` = [
        landing, help, reasonIndex, problemIndex, currentPolicy, verifyPage, verify, demoMeeting,
    ]
}
