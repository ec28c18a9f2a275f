import HTTPTypes
public import Hummingbird

/// Refuses headers that are larger than any honest client sends, with a document that says so.
///
/// The parser has a wider limit of its own (`ServerLimits.parserHeaderBytes`), beyond which it answers a bare 400 and
/// closes the connection.
public struct HeaderLimitsMiddleware: RouterMiddleware {
    public typealias Context = CandorRequestContext

    private let limits: ServerLimits

    public init(_ limits: ServerLimits = ServerLimits()) {
        self.limits = limits
    }

    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard request.uri.string.utf8.count <= limits.uriBytes else {
            throw Problem(.uriTooLong, "Send an address of at most \(limits.uriBytes) bytes.")
        }
        var bytes = 0
        for field in request.headers { bytes &+= field.name.rawName.utf8.count &+ field.value.utf8.count }
        guard request.headers.count <= limits.headerFields, bytes <= limits.headerBytes else {
            throw Problem(
                .headerFieldsTooLarge,
                "Send at most \(limits.headerFields) header fields with \(limits.headerBytes) bytes together.")
        }
        return try await next(request, context)
    }
}
