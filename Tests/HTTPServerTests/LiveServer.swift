import HTTPServer
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import StrictJSON
import Testing

/// The same layers behind a real socket, with the limits of the real server.
@Suite struct LiveServer {
    private static func app(_ log: CapturedLog = CapturedLog()) -> some ApplicationProtocol {
        let routes = makeRegistrar()
        routes.on(AccessTable.isAlive) { _, context in
            JSONResponse(["peer": context.peerAddress.map { .string($0) } ?? .null])
        }
        routes.on(AccessTable.openCandidateSession) { request, context in
            try await JSONBody.decode(request, context) { _ = $0.optionalString("code", 0...5000) }
            return NoContent()
        }
        let limits = ServerLimits()
        let logger = log.logger()
        return Application(
            router: routes.router, server: limits.serverBuilder(),
            configuration: limits.applicationConfiguration(host: "127.0.0.1", port: 0, logger: logger), logger: logger)
    }

    @Test func answers() async throws {
        try await Self.app().test(.live) { client async throws in
            let reply = try await client.send(.get, "/healthz")
            #expect(try reply.json["peer"] == "127.0.0.1")
            #expect(reply.headers[.server] == nil)
            #expect(try await client.send(.post, "/v1/candidate_sessions", json: "{}").status == .noContent)
            #expect(try await client.send(.head, "/healthz").status == .ok)
        }
    }

    /// After a refusal in the middle of a body the connection is still good for the next request.
    @Test func survivesTooLargeABody() async throws {
        try await Self.app().test(.live) { client async throws in
            let body = "{\"code\":\"\(String(repeating: "a", count: 200_000))\"}"
            #expect(try await client.send(.post, "/v1/candidate_sessions", json: body).problem == "payload-too-large")
            #expect(try await client.send(.get, "/healthz").status == .ok)
        }
    }

    @Test func survivesLargeHeaders() async throws {
        try await Self.app().test(.live) { client async throws in
            let headers: HTTPFields = [.userAgent: String(repeating: "a", count: 17_000)]
            #expect(try await client.send(.get, "/healthz", headers: headers).problem == "header-fields-too-large")
            #expect(try await client.send(.get, "/healthz").status == .ok)
        }
    }

    @Test func theParserHasALimitOfItsOwn() async throws {
        try await Self.app().test(.live) { client async throws in
            let headers: HTTPFields = [.userAgent: String(repeating: "a", count: 70_000)]
            let status = try? await client.send(.get, "/healthz", headers: headers).status
            #expect(status == nil || status == .badRequest)
        }
        // The server itself goes on.
        try await Self.app().test(.live) { client async throws in
            #expect(try await client.send(.get, "/healthz").status == .ok)
        }
    }
}
