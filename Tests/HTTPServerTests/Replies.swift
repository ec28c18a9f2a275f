import HTTPServer
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import StrictJSON
import Testing
import Verification

@Suite struct Replies {
    private static func failing(_ error: any Error & Sendable, publicURL: String = "https://verify.example")
        -> RouteRegistrar
    {
        let routes = makeRegistrar(publicURL: publicURL)
        routes.on(AccessTable.isReady) { _, _ -> NoContent in throw error }
        return routes
    }

    @Test func everyProblemHasItsTexts() {
        #expect(ProblemName.allCases.count == 26)
        for name in ProblemName.allCases {
            let entry = ProblemCatalogue.entry(name)
            #expect((400...599).contains(entry.status.code))
            #expect(!entry.title.isEmpty && !entry.title.hasSuffix("."))
            #expect(entry.explanation.hasSuffix(".") && entry.remedy.hasSuffix("."))
            #expect(name.rawValue.allSatisfy { $0.isLowercase || $0 == "-" })
        }
    }

    @Test func aProblemIsADocument() throws {
        let problem = Problem.invalidFields([
            FieldError(pointer: "/a", "is required"), FieldError(.query("limit"), "must be less"),
        ])
        #expect(
            problem.json(base: "https://verify.example").text()
                == #"{"type":"https://verify.example/problems/invalid-fields","title":"Some fields are not valid","#
                + #""status":422,"detail":"Correct the 2 fields in `errors`, and send the request again.","#
                + #""errors":[{"pointer":"/a","detail":"is required"},{"parameter":"limit","detail":"must be less"}]}"#)
        #expect(problem.json()["type"] == "/problems/invalid-fields")
    }

    @Test func problemsCarryWhatTheyAreAbout() {
        #expect(Problem.sessionOpen(SessionID(unchecked: "vs_9")).json()["session"] == "vs_9")
        #expect(Problem.wrongState(states: ["booked"], now: "opened").json()["states"] == ["booked"])
        #expect(Problem.slotTaken(alternatives: [["starts_at": "x"]]).json()["alternatives"] == [["starts_at": "x"]])
        #expect(Problem.tooManyTries(retryAfterSeconds: 0).headers[.retryAfter] == "1")
        #expect(Problem.staleVersion(current: EntityTag(version: 3)).headers[.eTag] == "\"v3\"")
    }

    @Test func anUnknownErrorIsOpaque() async throws {
        let log = CapturedLog()
        try await withRoutes(Self.failing(Disaster(text: "Emina's secret")), log: log) { client async throws in
            let reply = try await client.send(.get, "/readyz")
            #expect(reply.status == .internalServerError)
            #expect(reply.problem == "internal")
            let requestID = try #require(reply.headers[.requestID])
            #expect(try reply.json["request_id"] == .string(requestID))
            #expect(!reply.text.contains("Emina"))
            #expect(log.all.contains { $0.hasPrefix("error unexpected error") && $0.contains(requestID) })
        }
        #expect(!log.all.contains { $0.contains("Emina") })
    }

    @Test(arguments: ["https://verify.example", "https://verify.example/"])
    func typesAreAbsolute(_ publicURL: String) async throws {
        try await withRoutes(Self.failing(Problem(.unavailable), publicURL: publicURL)) { client async throws in
            let reply = try await client.send(.get, "/readyz", headers: [.origin: "https://attacker.example"])
            #expect(try reply.json["type"] == "https://verify.example/problems/unavailable")
        }
    }

    @Test func everyReplyIsGuarded() async throws {
        let routes = makeRegistrar()
        routes.on(AccessTable.listTopics) { _, _ in ListResponse([]) }
        try await withRoutes(routes) { client async throws in
            for uri in ["/v1/verification_sessions/vs_1/topics", "/v1/nothing"] {
                let reply = try await client.send(.get, uri, token: KnownTokens.candidate)
                #expect(reply.headers[.xContentTypeOptions] == "nosniff")
                #expect(reply.headers[.contentSecurityPolicy]?.contains("frame-ancestors 'none'") == true)
                #expect(reply.headers[.cacheControl] == "no-store")
                #expect(reply.headers[.strictTransportSecurity]?.hasPrefix("max-age=") == true)
                #expect(reply.headers[HTTPField.Name("Referrer-Policy") ?? .server] == "no-referrer")
                #expect(reply.headers[.requestID]?.hasPrefix("req_") == true)
                #expect(reply.headers[.server] == nil)
            }
        }
    }

    @Test func httpAsksForNoHTTPS() async throws {
        try await withRoutes(Self.failing(Problem.notFound, publicURL: "http://localhost:8080")) {
            client async throws in
            #expect(try await client.send(.get, "/readyz").headers[.strictTransportSecurity] == nil)
        }
    }

    @Test func refusesLargeHeaders() async throws {
        try await withRoutes(Self.failing(Problem.notFound)) { client async throws in
            var many = HTTPFields()
            for number in 0..<101 {
                many.append(HTTPField(name: HTTPField.Name("X-\(number)") ?? .server, value: "x"))
            }
            #expect(try await client.send(.get, "/readyz", headers: many).problem == "header-fields-too-large")
            let long: HTTPFields = [.userAgent: String(repeating: "a", count: 17_000)]
            #expect(try await client.send(.get, "/readyz", headers: long).status.code == 431)
            let uri = "/readyz?\(String(repeating: "a", count: 9000))"
            #expect(try await client.send(.get, uri).problem == "uri-too-long")
        }
    }

    // MARK: Lists and versions

    @Test func aListSaysWhetherMoreFollows() {
        let page = ListResponse(rows: [1, 2, 3], limit: 2, cursor: { "c\($0)" }, json: { .integer(Int64($0)) })
        #expect(page.json.text() == #"{"data":[1,2],"has_more":true,"next_cursor":"c2"}"#)
        let last = ListResponse(rows: [1, 2], limit: 2, cursor: { "c\($0)" }, json: { .integer(Int64($0)) })
        #expect(last.json.text() == #"{"data":[1,2],"has_more":false,"next_cursor":null}"#)
    }

    @Test func whatTheClientHoldsIsNotSentAgain() async throws {
        let routes = makeRegistrar()
        routes.on(AccessTable.keys) { _, _ in ListResponse([1]) }
        routes.on(AccessTable.readScorecard) { _, _ in
            JSONResponse(["a": 1], tag: .version(EntityTag(version: 7)))
        }
        try await withRoutes(routes) { client async throws in
            let first = try await client.send(.get, "/.well-known/jwks.json")
            let tag = try #require(first.headers[.eTag])
            let second = try await client.send(
                .get, "/.well-known/jwks.json", headers: [.ifNoneMatch: "\"x\", W/\(tag)"])
            #expect(second.status == .notModified)
            #expect(second.text.isEmpty)
            #expect(second.headers[.eTag] == tag)
            #expect(second.headers[.contentLength] == nil)
            let other = try await client.send(.get, "/.well-known/jwks.json", headers: [.ifNoneMatch: "garbage"])
            #expect(other.status == .ok)
            let card = try await client.send(
                .get, "/v1/interviews/iv_1/scorecard", token: KnownTokens.interviewer)
            #expect(card.headers[.eTag] == "\"v7\"")
        }
    }

    @Test(arguments: [
        (["*"], true, true), (["\"v1\""], true, true), (["W/\"v1\""], false, true), (["\"v2\""], false, false),
        (["\"v2\", \"v1\""], true, true), (["\"v2\"", "\"v1\""], true, true), ([" , \"v1\","], true, true),
    ])
    func comparesTags(_ field: [String], _ strongly: Bool, _ weakly: Bool) throws {
        let condition = try #require(EntityTagCondition(field))
        #expect(condition.strongly(matches: EntityTag(version: 1)) == strongly)
        #expect(condition.weakly(matches: EntityTag(version: 1)) == weakly)
    }

    @Test(arguments: ["", "v1", "\"v1", "\"v1\"x", "w/\"v1\"", "\"a b\"", "*, \"v1\"", ","])
    func refusesTagLists(_ field: String) {
        #expect(EntityTagCondition([field]) == nil)
    }

    @Test func anUnreadableIfMatchIsAProblem() async throws {
        let routes = makeRegistrar()
        routes.on(AccessTable.rateScorecardItem) { request, _ in
            guard let condition = try request.ifMatch() else { return JSONResponse("last write wins") }
            let current = EntityTag(version: 2)
            guard condition.strongly(matches: current) else { throw Problem.staleVersion(current: current) }
            return JSONResponse("matched")
        }
        try await withRoutes(routes) { client async throws in
            let uri = "/v1/interviews/iv_1/scorecard/items/it_1"
            for (field, status) in [("\"v2\"", 200), ("*", 200), ("\"v1\"", 412), ("W/\"v2\"", 412), ("v2", 400)] {
                let reply = try await client.send(
                    .put, uri, token: KnownTokens.interviewer, json: "{}", headers: [.ifMatch: field])
                #expect(reply.status.code == status, "\(field)")
            }
            #expect(try await client.send(.put, uri, token: KnownTokens.interviewer, json: "{}").status == .ok)
        }
    }

    @Test func idsInPathsAreTyped() async throws {
        let routes = makeRegistrar()
        routes.on(AccessTable.readSession) { _, context in
            JSONResponse(["id": .string(try context.id(of: SessionID.self).rawValue)])
        }
        try await withRoutes(routes) { client async throws in
            let token = KnownTokens.platform
            #expect(try await client.send(.get, "/v1/verification_sessions/vs_1", token: token).status == .ok)
            for id in ["iv_1", "vs_", "vs_%2e", "%00", "vs_1%20"] {
                let reply = try await client.send(.get, "/v1/verification_sessions/\(id)", token: token)
                #expect(reply.problem == "not-found", "\(id)")
            }
        }
    }
}
