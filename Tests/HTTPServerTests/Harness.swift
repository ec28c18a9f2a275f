import HTTPServer
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import StrictJSON
import Synchronization
import Testing
import Timekeeping
import Verification
import Workflow

/// Tokens of one principal of every kind; no other token is known.
struct KnownTokens: Authenticator {
    static let platform = "ck_platform"
    static let candidate = "ct_candidate"
    static let interviewer = "cs_interviewer"
    static let reviewer = "cs_reviewer"
    static let operatorToken = "cs_operator"

    static let principals: [String: Principal] = [
        platform: .platform(PlatformID(unchecked: "pl_1")),
        "ck_other": .platform(PlatformID(unchecked: "pl_2")),
        candidate: .candidate(SessionID(unchecked: "vs_1")),
        interviewer: .staff(StaffID(unchecked: "st_1"), roles: [.interviewer]),
        reviewer: .staff(StaffID(unchecked: "st_2"), roles: [.reviewer]),
        operatorToken: .staff(StaffID(unchecked: "st_3"), roles: [.operator]),
    ]

    func principal(bearer: String) async throws -> Principal? { Self.principals[bearer] }
}

final class MemoryIdempotencyStore: IdempotencyStore {
    private struct Row {
        var fingerprint: [UInt8]
        var reply: [UInt8]?
    }

    private let rows = Mutex<[String: Row]>([:])
    private let refusesToFinish: Bool

    init(refusesToFinish: Bool = false) {
        self.refusesToFinish = refusesToFinish
    }

    var scopes: [String] { rows.withLock { $0.keys.sorted() } }

    func begin(key: String, scope: String, fingerprint: [UInt8]) async throws -> IdempotencyBegin {
        try rows.withLock { rows in
            guard let row = rows["\(scope) \(key)"] else {
                rows["\(scope) \(key)"] = Row(fingerprint: fingerprint, reply: nil)
                return .new
            }
            guard row.fingerprint == fingerprint else { return .differentBody }
            guard let reply = row.reply else { return .inFlight }
            return .replay(try #require(StoredReply(encoded: reply)))
        }
    }

    func finish(key: String, scope: String, reply: StoredReply) async throws {
        if refusesToFinish { throw Disaster(text: "disk full") }
        rows.withLock { $0["\(scope) \(key)"]?.reply = reply.encoded }
    }

    func abandon(key: String, scope: String) async throws {
        rows.withLock { $0["\(scope) \(key)"] = nil }
    }
}

/// An error that no table knows, with a text that must not get out.
struct Disaster: Error {
    let text: String
}

/// Every line that was logged, whatever its level.
final class CapturedLog: Sendable {
    private let lines = Mutex<[String]>([])

    var all: [String] { lines.withLock { $0 } }

    func append(_ line: String) { lines.withLock { $0.append(line) } }

    func logger() -> Logger {
        Logger(label: "test") { _ in Handler(log: self) }
    }

    private struct Handler: LogHandler {
        let log: CapturedLog
        var metadata: Logger.Metadata = [:]
        var logLevel: Logger.Level = .trace

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            let metadata = self.metadata.merging(event.metadata ?? [:]) { $1 }
            let pairs = metadata.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            log.append("\(event.level) \(event.message) \(pairs.joined(separator: " "))")
        }
    }
}

/// Counts how often a handler ran.
final class Counter: Sendable {
    private let number = Mutex(0)

    var value: Int { number.withLock { $0 } }

    func next() -> Int {
        number.withLock { number in
            number += 1
            return number
        }
    }
}

func makeRegistrar(
    demo: Bool = true, publicURL: String = "https://verify.example",
    rateLimits: RouteRegistrarOptions.RateLimits? = nil, store: any IdempotencyStore = MemoryIdempotencyStore()
) -> RouteRegistrar {
    var options = RouteRegistrarOptions(publicURL: publicURL)
    options.isDemo = demo
    options.rateLimits = rateLimits
    return RouteRegistrar(options, authenticator: KnownTokens(), idempotency: store)
}

/// Runs `test` against the registrar's routes without a network.
func withRoutes(
    _ routes: RouteRegistrar, log: CapturedLog = CapturedLog(),
    _ test: @Sendable (any TestClientProtocol) async throws -> Void
) async throws {
    let app = Application(router: routes.router, logger: log.logger())
    try await app.test(.router, test)
}

extension TestClientProtocol {
    func send(
        _ method: HTTPRequest.Method, _ uri: String, token: String? = nil, key: String? = nil, json: String? = nil,
        headers: HTTPFields = [:]
    ) async throws -> TestResponse {
        var headers = headers
        if let token { headers[.authorization] = "Bearer \(token)" }
        if let key { headers[.idempotencyKey] = key }
        if json != nil, !headers.contains(.contentType) { headers[.contentType] = "application/json" }
        return try await execute(
            uri: uri, method: method, headers: headers, body: json.map { ByteBuffer(string: $0) })
    }
}

extension TestResponse {
    var text: String { String(buffer: body) }

    var json: JSONValue {
        get throws { try JSONValue.parse(Array(body.readableBytesView)) }
    }

    /// The last part of the problem's type, or `nil` for a reply that is no problem.
    var problem: String? {
        guard headers[.contentType] == "application/problem+json", let type = try? json["type"]?.stringValue,
            let name = type.split(separator: "/").last
        else { return nil }
        return String(name)
    }

    /// `pointer or parameter: detail` of each field error.
    var fieldErrors: [String] {
        ((try? json)?["errors"]?.arrayValue ?? []).map { error in
            let place = error["pointer"] ?? error["parameter"] ?? error["header"]
            return "\(place?.stringValue ?? "?"): \(error["detail"]?.stringValue ?? "?")"
        }
    }
}

/// Runs `decode` on a text and returns the errors, `pointer: detail`, or an empty array.
func errors(in text: String, _ decode: (ObjectReader) throws -> Void) throws -> [String] {
    do {
        try ObjectReader.read(JSONValue.parse(text), decode)
        return []
    } catch let problem as Problem {
        return problem.errors.map { error in
            guard case .body(let pointer) = error.place else { return "?: \(error.detail)" }
            return "\(pointer): \(error.detail)"
        }
    }
}
