import HTTPTypes
import Hummingbird
import HummingbirdTesting
import StrictJSON
import Testing
import Workflow

@testable import HTTPServer

@Suite struct Admission {
    /// Every row of the access table with a handler that answers 204.
    private static func all(demo: Bool = true) -> RouteRegistrar {
        let routes = makeRegistrar(demo: demo)
        for route in AccessTable.all { routes.on(route) { _, _ in NoContent() } }
        for route in PageTable.all { routes.page(route) { _, _ in Response(status: .noContent) } }
        return routes
    }

    private static func uri(_ route: Route) -> String {
        route.pattern.split(separator: "/").map { $0.hasPrefix("{") ? "/x_1" : "/\($0)" }.joined()
    }

    @Test func everyRowStandsOnce() {
        let names = AccessTable.all.map(\.name)
        #expect(Set(names).count == names.count)
        for route in AccessTable.all {
            #expect(route.pattern.hasPrefix("/"))
            #expect(!route.audience.isEmpty)
            #expect(route.pattern.filter { $0 == "{" }.count == route.pattern.filter { $0 == "}" }.count)
            #expect(route.isIdempotent == (route.method == .post))
            #expect(!route.isPublic || route.audience == [.anyone], "\(route.name) is public or it is not")
            #expect(Set(route.query).count == route.query.count)
            #expect(!route.demoOnly || route.pattern.contains("test_helpers") || route.pattern.hasPrefix("/demo/"))
        }
    }

    @Test func everyRowCanBeRegistered() {
        let routes = Self.all()
        #expect(routes.missing.isEmpty)
        #expect(makeRegistrar().missing.count == AccessTable.all.count + PageTable.all.count)
    }

    @Test func documentsShowEveryRow() {
        let lines = AccessTable.markdown().split(separator: "\n")
        #expect(lines.count == AccessTable.all.count + 2)
        #expect(lines.contains { $0.hasPrefix("| `GET /v1/verification_sessions/{id}` | ● | ● |  |") })
    }

    /// Every cell of role × route: who is meant gets in, who is known gets 403, who is not gets 401.
    @Test(arguments: AccessTable.all)
    func everyCell(_ route: Route) async throws {
        let audiences: [(Audience, String)] = [
            (.platform, KnownTokens.platform), (.candidate, KnownTokens.candidate),
            (.interviewer, KnownTokens.interviewer), (.reviewer, KnownTokens.reviewer),
            (.operator, KnownTokens.operatorToken),
        ]
        try await withRoutes(Self.all()) { client async throws in
            for (audience, token) in audiences {
                let reply = try await client.send(route.method, Self.uri(route), token: token)
                let isMeant = route.isPublic || route.audience.contains(audience)
                #expect(reply.status == (isMeant ? .noContent : .forbidden), "\(audience) at \(route.name)")
                if !isMeant { #expect(reply.problem == "wrong-role") }
            }
            let stranger = try await client.send(route.method, Self.uri(route))
            #expect(stranger.status == (route.isPublic ? .noContent : .unauthorized))
            let unknown = try await client.send(route.method, Self.uri(route), token: "cs_nobody")
            #expect(unknown.status == (route.isPublic ? .noContent : .unauthorized))
        }
    }

    @Test func demoRoutesExistInDemoModeOnly() async throws {
        try await withRoutes(Self.all(demo: false)) { client async throws in
            let reply = try await client.send(.get, "/v1/test_helpers/clock")
            #expect(reply.problem == "not-found")
            #expect(try await client.send(.get, "/healthz").status == .noContent)
        }
    }

    @Test(arguments: [
        "Basic YTpi", "Bearer", "Bearer ", "Bearer a b", "Bearer ä", "ck_platform",
        "Bearer \(String(repeating: "a", count: 513))",
    ])
    func refusesMalformedCredentials(_ field: String) async throws {
        try await withRoutes(Self.all()) { client async throws in
            let reply = try await client.send(
                .get, "/v1/verification_sessions", headers: [.authorization: field])
            #expect(reply.status == .unauthorized)
            #expect(reply.headers[.wwwAuthenticate] == #"Bearer realm="candor", error="invalid_request""#)
        }
    }

    @Test func asksForCredentials() async throws {
        try await withRoutes(Self.all()) { client async throws in
            let none = try await client.send(.get, "/v1/verification_sessions")
            #expect(none.headers[.wwwAuthenticate] == #"Bearer realm="candor""#)
            let wrong = try await client.send(.get, "/v1/verification_sessions", token: "ck_wrong")
            #expect(wrong.headers[.wwwAuthenticate] == #"Bearer realm="candor", error="invalid_token""#)
            var twice = HTTPFields()
            twice.append(HTTPField(name: .authorization, value: "Bearer ck_platform"))
            twice.append(HTTPField(name: .authorization, value: "Bearer ck_platform"))
            let reply = try await client.send(.get, "/v1/verification_sessions", headers: twice)
            #expect(reply.status == .unauthorized)
            let lower = try await client.send(
                .get, "/v1/verification_sessions", headers: [.authorization: "bearer ck_platform"])
            #expect(lower.status == .noContent)
        }
    }

    @Test func unknownAddressesAndMethodsAreProblems() async throws {
        try await withRoutes(Self.all()) { client async throws in
            #expect(try await client.send(.get, "/v1/nothing").problem == "not-found")
            #expect(try await client.send(.get, "/nothing").problem == "not-found")
            let reply = try await client.send(.delete, "/v1/verification_sessions/vs_1", token: KnownTokens.platform)
            #expect(reply.problem == "method-not-allowed")
            #expect(reply.headers[.allow] == "GET, HEAD, PATCH")
            let other = try await client.send(HTTPRequest.Method("BREW") ?? .trace, "/v1/verification_sessions")
            #expect(other.headers[.allow] == "GET, HEAD, POST")
        }
    }

    @Test func headGoesWhereGetGoes() async throws {
        let routes = makeRegistrar()
        routes.on(AccessTable.isAlive) { _, _ in JSONResponse(["status": "ok"]) }
        try await withRoutes(routes) { client async throws in
            let reply = try await client.send(.head, "/healthz")
            #expect(reply.status == .ok)
            #expect(reply.text.isEmpty)
            #expect(reply.headers[.contentLength] == "15")
        }
    }
}
