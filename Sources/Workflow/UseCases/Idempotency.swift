import SignedOutcomes
import Timekeeping

/// Requests that may be sent again: the first reply is kept for 24 hours, sealed with the server's key.
extension Workbench {
    public enum IdempotentBegin: Sendable {
        case new
        case differentRequest
        case inFlight
        case finished([UInt8])
    }

    private static let lifetime = TimeSpan.hours(24)

    public func beginIdempotent(key: String, scope: String, fingerprint: [UInt8]) async throws -> IdempotentBegin {
        let now = now
        return try await store.write { transaction in
            try transaction.deleteIdempotency(before: now - Self.lifetime)
            let row = IdempotencyRow(scope: scope, key: key, fingerprint: fingerprint, reply: nil, createdAt: now)
            if try transaction.insert(row) { return .new }
            guard let stored = try transaction.idempotency(scope: scope, key: key) else { return .inFlight }
            guard stored.fingerprint == fingerprint else { return .differentRequest }
            guard let sealed = stored.reply, let reply = secret.unseal(sealed, context: "idempotency") else {
                // After a crash nobody knows whether the first was carried out: never a second time under the same key.
                return .inFlight
            }
            return .finished(reply)
        }
    }

    public func finishIdempotent(key: String, scope: String, reply: [UInt8]) async throws {
        let sealed = try secret.seal(reply, context: "idempotency")
        try await store.write { try $0.setReply(sealed, scope: scope, key: key) }
    }

    public func abandonIdempotent(key: String, scope: String) async throws {
        try await store.write { try $0.deleteIdempotency(scope: scope, key: key) }
    }
}
