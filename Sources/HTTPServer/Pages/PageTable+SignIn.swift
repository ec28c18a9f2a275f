import HTTPTypes

/// How members of staff come in and go out, and what they may change about their own account.
extension PageTable {
    public static let signInForm = Route(.get, "/sign-in", for: [.anyone], query: ["next", "done"])
    public static let sendSignIn = Route(.post, "/sign-in", for: [.anyone], bodyLimit: 16_384, query: ["next"])
    public static let signOut = Route(.post, "/sign-out", for: everyStaff, bodyLimit: 16_384)
    public static let account = Route(.get, "/account", for: everyStaff, query: ["done"])
    public static let changePassword = Route(.post, "/account/password", for: everyStaff, bodyLimit: 16_384)
    public static let signOutEverywhere = Route(
        .post, "/account/sign-out-everywhere", for: everyStaff, bodyLimit: 16_384)

    static let signIn = [signInForm, sendSignIn, signOut, account, changePassword, signOutEverywhere]

    private static let everyStaff: Set<Audience> = [.interviewer, .reviewer, .operator]
}
