import HTTPTypes
import Hummingbird
import HummingbirdTesting
import StrictJSON
import Synchronization
import Testing

@testable import HTTPServer

@Suite struct Logs {
    /// A whole round of requests, good and bad, leaves no token, id, query, header, body or name in any line.
    @Test func holdNothingPersonal() async throws {
        let routes = makeRegistrar()
        routes.on(AccessTable.openSession) { request, context in
            let name = try await JSONBody.decode(request, context) { $0.line("display_name", 1...50) }
            if name == "Emina crash" { throw Disaster(text: name) }
            return JSONResponse.created(["link_token": "lt_secret", "name": .string(name)])
        }
        routes.on(AccessTable.readSession) { _, _ in NoContent() }
        routes.on(AccessTable.listSkills) { _, _ in ListResponse([]) }
        let log = CapturedLog()
        try await withRoutes(routes, log: log) { client async throws in
            let uri = "/v1/verification_sessions"
            for (number, body) in [
                #"{"display_name":"Emina H."}"#, #"{"display_name":"Emina crash"}"#, #"{"display_name":"Emina"#,
                #"{"Emina":1}"#,
            ].enumerated() {
                _ = try await client.send(
                    .post, uri, token: KnownTokens.platform, key: "key-Emina-\(number)", json: body)
            }
            _ = try await client.send(.get, "\(uri)/vs_Emina", token: KnownTokens.candidate)
            _ = try await client.send(.get, "\(uri)/vs_Emina", token: "ct_Emina")
            _ = try await client.send(.get, "/v1/skills?query=Emina", token: KnownTokens.platform)
            _ = try await client.send(.get, "/v1/skills?Emina=1", token: KnownTokens.platform)
            _ = try await client.send(.get, "/Emina", headers: [.userAgent: "Emina", .referer: "Emina"])
            _ = try await client.send(HTTPRequest.Method("EMINA") ?? .get, uri)
        }
        #expect(log.all.count == 11)
        for line in log.all {
            for secret in ["Emina", "EMINA", "ck_", "ct_", "lt_", "vs_", "query", "Bearer"] {
                #expect(!line.contains(secret), "\(secret) in: \(line)")
            }
        }
    }

    @Test func sayWhatHappened() async throws {
        let routes = makeRegistrar()
        routes.on(AccessTable.readSession) { _, _ in NoContent() }
        let log = CapturedLog()
        try await withRoutes(routes, log: log) { client async throws in
            _ = try await client.send(.get, "/v1/verification_sessions/vs_1", token: KnownTokens.candidate)
            _ = try await client.send(.get, "/nowhere")
        }
        let requests = log.all.filter { $0.hasPrefix("info request") }
        #expect(requests.count == 2)
        #expect(requests[0].contains("method=GET"))
        #expect(requests[0].contains("principal=candidate"))
        #expect(requests[0].contains("route=/v1/verification_sessions/{id}"))
        #expect(requests[0].contains("status=204"))
        #expect(requests[0].contains("duration_ms="))
        #expect(requests[1].contains("route=- status=404"))
        #expect(requests[1].contains("principal=anyone"))
    }
}

@Suite struct RateLimits {
    /// A clock that only the test moves.
    final class ManualClock: Sendable {
        private let time = Mutex(Duration.zero)
        var now: Duration { time.withLock { $0 } }
        func advance(by duration: Duration) { time.withLock { $0 += duration } }
    }

    @Test func aBucketEmptiesAndRefills() {
        let clock = ManualClock()
        let limiter = RateLimiter(RateLimitPolicy(name: "t", quota: 3, seconds: 30)) { clock.now }
        #expect(limiter.take("a") == .admitted(remaining: 2, resetSeconds: 10))
        #expect(limiter.take("a") == .admitted(remaining: 1, resetSeconds: 20))
        #expect(limiter.take("a") == .admitted(remaining: 0, resetSeconds: 30))
        #expect(limiter.take("a") == .refused(retryAfterSeconds: 10))
        #expect(limiter.take("b") == .admitted(remaining: 2, resetSeconds: 10))
        clock.advance(by: .seconds(9))
        #expect(limiter.take("a") == .refused(retryAfterSeconds: 1))
        clock.advance(by: .seconds(1))
        #expect(limiter.take("a") == .admitted(remaining: 0, resetSeconds: 30))
        clock.advance(by: .seconds(1000))
        #expect(limiter.take("a") == .admitted(remaining: 2, resetSeconds: 10))
    }

    @Test func neverAdmitsMoreThanTheQuota() {
        let clock = ManualClock()
        let limiter = RateLimiter(RateLimitPolicy(name: "t", quota: 7, seconds: 60)) { clock.now }
        let admitted = (0..<1000).count { _ in
            if case .admitted = limiter.take("a") { true } else { false }
        }
        #expect(admitted == 7)
    }

    @Test func memoryIsBounded() {
        let limiter = RateLimiter(RateLimitPolicy(name: "t", quota: 2, seconds: 60), capacity: 100) { .zero }
        for number in 0..<100_000 { _ = limiter.take("key-\(number)") }
        #expect(limiter.count <= 200)
    }

    private static func limited(token: Int, address: Int, demo: Bool = false) -> RouteRegistrar {
        var limits = RouteRegistrarOptions.RateLimits()
        limits.perPrincipal = RateLimitPolicy(name: "token", quota: token, seconds: 3600)
        limits.perAddress = RateLimitPolicy(name: "address", quota: address, seconds: 3600)
        let routes = makeRegistrar(demo: demo, rateLimits: limits)
        routes.on(AccessTable.listSkills) { _, _ in ListResponse([]) }
        return routes
    }

    @Test func eachPrincipalHasItsOwn() async throws {
        try await withRoutes(Self.limited(token: 2, address: 100)) { client async throws in
            let first = try await client.send(.get, "/v1/skills", token: KnownTokens.platform)
            #expect(first.headers[HTTPField.Name("RateLimit-Policy") ?? .server] == #""token";q=2;w=3600"#)
            // The limiter runs on the system's clock here, so seconds may have passed: the figures are those of the last minute.
            let left = first.headers[HTTPField.Name("RateLimit") ?? .server]
            #expect((1740...1800).contains { left == #""token";r=1;t=\#($0)"# })
            _ = try await client.send(.get, "/v1/skills", token: KnownTokens.platform)
            let refused = try await client.send(.get, "/v1/skills", token: KnownTokens.platform)
            #expect(refused.problem == "too-many-requests")
            let wait = refused.headers[.retryAfter] ?? ""
            #expect((1740...1800).contains(Int(wait) ?? 0))
            #expect(refused.headers[HTTPField.Name("RateLimit") ?? .server] == #""token";r=0;t=\#(wait)"#)
            #expect(try await client.send(.get, "/v1/skills", token: "ck_other").status == .ok)
        }
    }

    @Test func guessingTokensIsLimited() async throws {
        try await withRoutes(Self.limited(token: 100, address: 3)) { client async throws in
            for guess in 1...3 {
                let reply = try await client.send(.get, "/v1/skills", token: "ck_guess\(guess)")
                #expect(reply.status == .unauthorized)
            }
            #expect(try await client.send(.get, "/v1/skills", token: "ck_guess4").status == .tooManyRequests)
        }
    }

    @Test func nobodyIsLimitedInDemoMode() async throws {
        try await withRoutes(Self.limited(token: 1, address: 1, demo: true)) { client async throws in
            for _ in 1...5 {
                let reply = try await client.send(.get, "/v1/skills", token: KnownTokens.platform)
                #expect(reply.status == .ok)
                #expect(reply.headers[.retryAfter] == nil)
            }
        }
    }
}
