import HTTPTypes
public import Hummingbird

/// What every reply tells browsers and caches: take nothing for something else, tell nobody, frame nothing, keep nothing.
///
/// A handler's own fields win, so that a page can allow its stylesheet and a key set can be cached.
public struct SecurityHeadersMiddleware: RouterMiddleware {
    public typealias Context = CandorRequestContext

    private let always: HTTPFields

    /// HTTPS is asked for, for two years, exactly where `publicURL` says that the service is reached by it.
    public init(publicURL: String) {
        var fields: HTTPFields = [
            .xContentTypeOptions: "nosniff",
            .referrerPolicy: "no-referrer",
            .frameOptions: "DENY",
            .permissionsPolicy: "camera=(), microphone=(), geolocation=(), display-capture=(), payment=(), usb=()",
            .contentSecurityPolicy: "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        ]
        if publicURL.lowercased().hasPrefix("https://") {
            fields[.strictTransportSecurity] = "max-age=63072000; includeSubDomains"
        }
        always = fields
    }

    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response = try await next(request, context)
        for field in always where !response.headers.contains(field.name) {
            // A 304 replaces the fields of the page that the browser has kept (RFC 9111, 3.2): it would lose its styles.
            if response.status == .notModified, field.name == .contentSecurityPolicy { continue }
            response.headers.append(field)
        }
        if !response.headers.contains(.cacheControl), request.uri.path.hasPrefix("/v1/") {
            response.headers[.cacheControl] = "no-store"
        }
        return response
    }
}
