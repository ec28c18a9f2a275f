import Crypto
import HTTPTypes
public import Hummingbird
import Logging
import NIOCore
import Workflow

/// What the store knows about a key when a request with it begins.
public enum IdempotencyBegin: Sendable, Equatable {
    /// Nobody used the key in this scope; it is now taken, durably.
    case new
    /// The same request was answered before.
    case replay(StoredReply)
    /// The key belongs to another request.
    case differentBody
    /// The same request is being worked on.
    case inFlight
}

/// Keeps replies for 24 hours by scope and key; sealed, as they may hold secrets.
///
/// A scope is `platform:pl_…`, `candidate:vs_…`, `staff:st_…`, or `anyone:` with the fingerprint: a stranger gets a
/// stored reply only by sending the very same request, secret included.
public protocol IdempotencyStore: Sendable {
    /// Takes the key where it is free; `fingerprint` is the SHA-256 of method, path and body, 32 bytes.
    func begin(key: String, scope: String, fingerprint: [UInt8]) async throws -> IdempotencyBegin
    func finish(key: String, scope: String, reply: StoredReply) async throws
    /// Frees the key: the request failed in a way that the next try may not.
    func abandon(key: String, scope: String) async throws
}

/// Carries out a POST with an `Idempotency-Key` once, and answers repetitions with the first reply.
///
/// Replies below 500 are kept, refusals included, so that a repetition tells the same; 429 is not, since it asks to be
/// tried again. A server that dies in between leaves the key in flight: nobody can know whether the request took
/// effect, and a second execution would be worse than a 409.
public struct IdempotencyMiddleware: RouterMiddleware {
    public typealias Context = CandorRequestContext

    private let store: any IdempotencyStore
    private let renderer: ProblemRenderer

    public init(_ store: any IdempotencyStore, _ renderer: ProblemRenderer) {
        self.store = store
        self.renderer = renderer
    }

    public func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard request.method == .post, let key = try Self.key(request.headers) else {
            return try await next(request, context)
        }
        let body = try await JSONBody.collect(request, limit: context.route?.bodyLimit ?? JSONBody.standardLimit)
        var request = request
        request.body = RequestBody(buffer: body)
        let fingerprint = Self.fingerprint(request, body)
        let scope = Self.scope(context.principal, fingerprint)

        switch try await store.begin(key: key, scope: scope, fingerprint: fingerprint) {
        case .new:
            return try await firstReply(request, context, key: key, scope: scope, next)
        case .replay(let reply):
            var response = reply.response
            response.headers[.idempotentReplayed] = "true"
            return response
        case .differentBody:
            throw Problem(.idempotencyKeyReused)
        case .inFlight:
            throw Problem(.idempotencyInFlight, headers: [.retryAfter: "1"])
        }
    }

    private func firstReply(
        _ request: Request, _ context: Context, key: String, scope: String,
        _ next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        let reply: StoredReply
        do {
            var response: Response
            do {
                response = try await next(request, context)
            } catch {
                response = renderer.response(for: error, request: request, context: context)
            }
            reply = try await StoredReply(response)
        } catch {
            await abandon(key, scope, context)
            throw error
        }
        if reply.status >= 500 || reply.status == HTTPResponse.Status.tooManyRequests.code {
            await abandon(key, scope, context)
        } else {
            do {
                try await store.finish(key: key, scope: scope, reply: reply)
            } catch {
                // The request took effect, so its reply is given. The key stays taken: a repetition gets 409, not a
                // second execution.
                context.logger.error("idempotent reply not kept", metadata: ["request_id": "\(context.requestID)"])
            }
        }
        return reply.response
    }

    private func abandon(_ key: String, _ scope: String, _ context: Context) async {
        do {
            try await store.abandon(key: key, scope: scope)
        } catch {
            context.logger.error("idempotency key not freed", metadata: ["request_id": "\(context.requestID)"])
        }
    }

    /// 1 to 255 visible ASCII characters, or `nil` where the field is absent.
    static func key(_ headers: HTTPFields) throws(Problem) -> String? {
        let fields = headers[values: .idempotencyKey]
        guard let key = fields.first else { return nil }
        guard fields.count == 1, (1...255).contains(key.utf8.count),
            key.utf8.allSatisfy({ (0x21...0x7E).contains($0) })
        else {
            throw .invalidFields([
                FieldError(.header("Idempotency-Key"), "must be one value of 1 to 255 visible ASCII characters")
            ])
        }
        return key
    }

    /// Each part is preceded by its length, so that no two different requests run together.
    static func fingerprint(_ request: Request, _ body: ByteBuffer) -> [UInt8] {
        var hash = SHA256()
        for part in [request.method.rawValue, request.uri.path, request.uri.query ?? ""] {
            hash.update(data: Array("\(part.utf8.count):\(part)".utf8))
        }
        hash.update(data: Array("\(body.readableBytes):".utf8))
        body.withUnsafeReadableBytes { hash.update(bufferPointer: $0) }
        return Array(hash.finalize())
    }

    private static func scope(_ principal: Principal, _ fingerprint: [UInt8]) -> String {
        guard principal == .anyone else { return principal.scope }
        let hex = fingerprint.map { byte in
            let text = String(byte, radix: 16)
            return byte < 16 ? "0" + text : text
        }
        return "anyone:\(hex.joined())"
    }
}
