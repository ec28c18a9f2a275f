public import HTTPTypes

/// The header fields that HTTPTypes has no name for.
extension HTTPField.Name {
    public static let requestID = checked("Request-Id")
    public static let idempotencyKey = checked("Idempotency-Key")
    public static let idempotentReplayed = checked("Idempotent-Replayed")
    static let forwardedFor = checked("X-Forwarded-For")
    static let frameOptions = checked("X-Frame-Options")
    static let referrerPolicy = checked("Referrer-Policy")
    static let clearSiteData = checked("Clear-Site-Data")
    static let crossOriginOpenerPolicy = checked("Cross-Origin-Opener-Policy")
    static let crossOriginResourcePolicy = checked("Cross-Origin-Resource-Policy")
    static let permissionsPolicy = checked("Permissions-Policy")
    static let secFetchSite = checked("Sec-Fetch-Site")
    static let rateLimit = checked("RateLimit")
    static let rateLimitPolicy = checked("RateLimit-Policy")

    /// The names above are valid tokens; a test reads each back.
    private static func checked(_ name: String) -> HTTPField.Name {
        HTTPField.Name(name) ?? .server
    }
}
