public import Workflow

/// Keeps replies for 24 hours in the record, sealed, so that no secret in a reply lies open in the database.
public struct StoredIdempotency: IdempotencyStore {
    private let bench: Workbench

    public init(_ bench: Workbench) {
        self.bench = bench
    }

    public func begin(key: String, scope: String, fingerprint: [UInt8]) async throws -> IdempotencyBegin {
        switch try await bench.beginIdempotent(key: key, scope: scope, fingerprint: fingerprint) {
        case .new: return .new
        case .differentRequest: return .differentBody
        case .inFlight: return .inFlight
        case .finished(let bytes):
            guard let reply = StoredReply(encoded: bytes) else { return .inFlight }
            return .replay(reply)
        }
    }

    public func finish(key: String, scope: String, reply: StoredReply) async throws {
        try await bench.finishIdempotent(key: key, scope: scope, reply: reply.encoded)
    }

    public func abandon(key: String, scope: String) async throws {
        try await bench.abandonIdempotent(key: key, scope: scope)
    }
}

/// Looks bearer tokens up in the record.
public struct StoredCredentials: Authenticator {
    private let bench: Workbench

    public init(_ bench: Workbench) {
        self.bench = bench
    }

    public func principal(bearer: String) async throws -> Principal? {
        try await bench.principal(bearer: bearer)
    }
}
