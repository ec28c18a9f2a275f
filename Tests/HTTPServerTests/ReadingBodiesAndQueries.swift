import HTTPServer
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import StrictJSON
import Testing
import Timekeeping
import Verification

@Suite struct ReadingBodiesAndQueries {
    private static func echo() -> RouteRegistrar {
        let routes = makeRegistrar()
        routes.on(AccessTable.openSession) { request, context in
            let name = try await JSONBody.decode(request, context) { $0.line("name", 1...20) }
            return JSONResponse.created(["name": .string(name)])
        }
        routes.on(AccessTable.reissueLink) { request, context in
            let deliver = try await JSONBody.decode(request, context) { $0.optionalLine("deliver", 1...20) }
            return JSONResponse(["deliver": deliver.map { .string($0) } ?? .null])
        }
        routes.on(AccessTable.joinInterview) { _, _ in NoContent() }
        routes.on(AccessTable.openCandidateSession) { request, context in
            try await JSONBody.decode(request, context) { _ in }
            return NoContent()
        }
        routes.on(AccessTable.listSessions) { request, _ in
            let (limit, cursor) = try QueryReader.read(request) { query in
                _ = query.optionalLine("reference", 1...20)
                _ = query.optionalLine("status", 1...20)
                _ = query.optionalLine("subject", 1...20)
                return (query.limit(), query.cursor())
            }
            return JSONResponse(["limit": .integer(Int64(limit)), "cursor": cursor.map { .string($0) } ?? .null])
        }
        routes.on(AccessTable.listSlots) { request, _ in
            let from = try QueryReader.read(request) { query in
                _ = query.optionalInstant("to")
                return query.optionalInstant("from")
            }
            return JSONResponse(["from": from.map { .string($0.rfc3339) } ?? .null])
        }
        return routes
    }

    @Test(arguments: [
        ("", "malformed-json", 400), ("{", "malformed-json", 400), ("[]", "malformed-json", 400),
        ("null", "malformed-json", 400), (#"{"name":"a"} x"#, "malformed-json", 400),
        (#"{"name":"a","name":"b"}"#, "malformed-json", 400), (#"{"n\u0061me":"a","name":"b"}"#, "malformed-json", 400),
        (#"{"name":"\ud800"}"#, "malformed-json", 400), (#"{"name":NaN}"#, "malformed-json", 400),
        ("\u{FEFF}{}", "malformed-json", 400),
        (#"{"name":1}"#, "invalid-fields", 422), (#"{"name":"a","other":1}"#, "invalid-fields", 422),
        ("{}", "invalid-fields", 422),
    ])
    func refusesBodies(_ body: String, _ name: String, _ status: Int) async throws {
        try await withRoutes(Self.echo()) { client async throws in
            let reply = try await client.send(
                .post, "/v1/verification_sessions", token: KnownTokens.platform, json: body)
            #expect(reply.problem == name)
            #expect(reply.status.code == status)
            #expect(try reply.json["status"] == .integer(Int64(status)))
        }
    }

    @Test func saysWhereTheJSONIsWrong() async throws {
        try await withRoutes(Self.echo()) { client async throws in
            let reply = try await client.send(
                .post, "/v1/verification_sessions", token: KnownTokens.platform, json: #"{"name":"a","name":"b"}"#)
            #expect(try reply.json["defect"] == "duplicate_name")
            #expect(try reply.json["offset"] == 12)
        }
    }

    @Test(arguments: [(32, 422), (33, 400), (50_000, 400)])
    func limitsDepth(_ depth: Int, _ status: Int) async throws {
        // The outermost level is the object itself.
        let arrays = String(repeating: "[", count: depth - 1) + String(repeating: "]", count: depth - 1)
        try await withRoutes(Self.echo()) { client async throws in
            let reply = try await client.send(
                .post, "/v1/verification_sessions", token: KnownTokens.platform, json: "{\"name\":\(arrays)}")
            #expect(reply.status.code == status)
        }
    }

    @Test func refusesInvalidUTF8() async throws {
        try await withRoutes(Self.echo()) { client async throws in
            let bytes = Array(#"{"name":""#.utf8) + [0xC3, 0x28] + Array(#""}"#.utf8)
            let reply = try await client.execute(
                uri: "/v1/verification_sessions", method: .post,
                headers: [.authorization: "Bearer \(KnownTokens.platform)", .contentType: "application/json"],
                body: ByteBuffer(bytes: bytes))
            #expect(reply.status == .badRequest)
            #expect(try reply.json["defect"] == "invalid_utf8")
        }
    }

    @Test(arguments: [
        ("application/json", 201), ("application/json; charset=utf-8", 201),
        ("Application/JSON;charset=\"UTF-8\"", 201),
        ("application/vnd.candor+json", 201), ("text/plain", 415), ("application/json; charset=latin1", 415),
        ("application/x-www-form-urlencoded", 415), ("json", 415),
    ])
    func wantsJSON(_ type: String, _ status: Int) async throws {
        try await withRoutes(Self.echo()) { client async throws in
            let reply = try await client.send(
                .post, "/v1/verification_sessions", token: KnownTokens.platform, json: #"{"name":"a"}"#,
                headers: [.contentType: type])
            #expect(reply.status.code == status)
        }
    }

    @Test func wantsNoCompression() async throws {
        try await withRoutes(Self.echo()) { client async throws in
            let reply = try await client.send(
                .post, "/v1/verification_sessions", token: KnownTokens.platform, json: #"{"name":"a"}"#,
                headers: [.contentEncoding: "gzip"])
            #expect(reply.problem == "unsupported-media-type")
        }
    }

    @Test func anOptionalBodyMayBeAbsent() async throws {
        try await withRoutes(Self.echo()) { client async throws in
            let uri = "/v1/verification_sessions/vs_1/link"
            #expect(try await client.send(.post, uri, token: KnownTokens.platform).status == .ok)
            #expect(try await client.send(.post, uri, token: KnownTokens.platform, json: "{}").status == .ok)
            let reply = try await client.send(
                .post, uri, token: KnownTokens.platform, json: #"{"deliver":"platform"}"#)
            #expect(try reply.json["deliver"] == "platform")
        }
    }

    @Test func anEmptyBodyHoldsNothing() async throws {
        try await withRoutes(Self.echo()) { client async throws in
            let uri = "/v1/interviews/iv_1/join"
            let reply = try await client.send(.post, uri, token: KnownTokens.candidate)
            #expect(reply.status == .noContent)
            #expect(reply.headers[.contentLength] == nil)
            #expect(try await client.send(.post, uri, token: KnownTokens.candidate, json: "{}").status == .noContent)
            let refused = try await client.send(.post, uri, token: KnownTokens.candidate, json: #"{"at":1}"#)
            #expect(refused.fieldErrors == ["/at: is not a field of this request"])
        }
    }

    @Test func stopsReadingAtTheLimit() async throws {
        try await withRoutes(Self.echo()) { client async throws in
            let body = "{\"x\":\"\(String(repeating: "a", count: 5000))\"}"
            let reply = try await client.send(.post, "/v1/candidate_sessions", json: body)
            #expect(reply.problem == "payload-too-large")
            #expect(try reply.json["limit"] == 4096)
        }
    }

    /// Without a declared length, the limit must stop a stream that would never end by itself.
    @Test func stopsReadingAStream() async throws {
        let pulled = Counter()
        let endless = AsyncStream<ByteBuffer> {
            _ = pulled.next()
            return ByteBuffer(repeating: UInt8(ascii: " "), count: 1024)
        }
        let request = Request(
            head: HTTPRequest(
                method: .post, scheme: "http", authority: "x", path: "/",
                headerFields: [.contentType: "application/json"]),
            body: RequestBody(asyncSequence: endless))
        await #expect(throws: Problem.self) { try await JSONBody.read(request, limit: 10 * 1024) }
        #expect(pulled.value == 11)
    }

    @Test(arguments: [
        ("limit=0", "limit: must be an integer from 1 to 100"),
        ("limit=101", "limit: must be an integer from 1 to 100"),
        ("limit=x", "limit: must be an integer from 1 to 100"), ("limit=", "limit: must be an integer from 1 to 100"),
        ("limit=99999999999999999999999", "limit: must be an integer from 1 to 100"),
        ("cursor=", "cursor: must be a cursor that an earlier reply gave"),
        ("cursor=a%20b", "cursor: must be a cursor that an earlier reply gave"),
        ("page=2", "page: is not a parameter of this request"), ("limit=1&limit=2", "limit: must not be repeated"),
        ("reference=%zz", ": must be percent-encoded UTF-8"), ("reference=%ff", ": must be percent-encoded UTF-8"),
        ("reference=%00", "reference: must not hold control characters"),
    ])
    func refusesQueries(_ query: String, _ error: String) async throws {
        try await withRoutes(Self.echo()) { client async throws in
            let reply = try await client.send(.get, "/v1/verification_sessions?\(query)", token: KnownTokens.platform)
            #expect(reply.status == .unprocessableContent)
            #expect(reply.fieldErrors == [error])
        }
    }

    @Test(arguments: [
        ("", "null"), ("?from=2026-11-24T13:30:00Z", "\"2026-11-24T13:30:00Z\""),
        ("?from=2026-11-24T13:30:00%2B01:00", "\"2026-11-24T12:30:00Z\""),
        ("?from=2026-11-24T13:30:00+01:00", "\"2026-11-24T12:30:00Z\""),
    ])
    func readsTimesOfQueries(_ query: String, _ expected: String) async throws {
        try await withRoutes(Self.echo()) { client async throws in
            let reply = try await client.send(
                .get, "/v1/verification_sessions/vs_1/slots\(query)", token: KnownTokens.candidate)
            #expect(reply.text == "{\"from\":\(expected)}")
        }
    }

    @Test func aRouteWithoutQueryRefusesAny() async throws {
        try await withRoutes(Self.echo()) { client async throws in
            let reply = try await client.send(.post, "/v1/candidate_sessions?code=1", json: "{}")
            #expect(reply.fieldErrors == ["code: is not a parameter of this request"])
        }
    }
}
