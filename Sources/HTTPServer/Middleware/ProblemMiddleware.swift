public import Hummingbird

/// Turns every error of what is inside into a problem document.
public struct ProblemMiddleware: RouterMiddleware {
    public typealias Context = CandorRequestContext

    private let renderer: ProblemRenderer

    public init(_ renderer: ProblemRenderer) {
        self.renderer = renderer
    }

    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let broken as BrokenRequest {
            throw broken
        } catch {
            return renderer.response(for: error, request: request, context: context)
        }
    }
}
