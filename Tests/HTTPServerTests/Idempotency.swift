import HTTPServer
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import StrictJSON
import Testing

@Suite struct Idempotency {
    private static let uri = "/v1/verification_sessions"

    /// Answers 201 with how often it ran; the body says what to do instead.
    private static func counting(_ counter: Counter, store: any IdempotencyStore = MemoryIdempotencyStore())
        -> RouteRegistrar
    {
        let routes = makeRegistrar(store: store)
        routes.on(AccessTable.openSession) { request, context in
            let wish = try await JSONBody.decode(request, context) { $0.optionalLine("wish", 1...20) }
            let count = counter.next()
            switch wish {
            case "conflict": throw Problem.wrongState(states: ["opened"])
            case "crash": throw Disaster(text: "secret")
            case "busy": throw Problem.unavailable()
            case "limited": throw Problem.tooManyTries(retryAfterSeconds: 3)
            default:
                return JSONResponse.created(["count": .integer(Int64(count))], location: "/there/\(count)")
            }
        }
        routes.on(AccessTable.openCandidateSession) { request, context in
            let code = try await JSONBody.decode(request, context) { $0.line("code", 1...20) }
            return JSONResponse.created(["token": .string("ct_for_\(code)"), "count": .integer(Int64(counter.next()))])
        }
        return routes
    }

    @Test func repeatsTheReplyByteForByte() async throws {
        let counter = Counter()
        try await withRoutes(Self.counting(counter)) { client async throws in
            let first = try await client.send(.post, Self.uri, token: KnownTokens.platform, key: "k", json: "{}")
            let second = try await client.send(.post, Self.uri, token: KnownTokens.platform, key: "k", json: "{}")
            #expect(first.status == .created)
            #expect(first.headers[.idempotentReplayed] == nil)
            #expect(second.status == .created)
            #expect(second.body == first.body)
            #expect(second.headers[.location] == "/there/1")
            #expect(second.headers[.contentType] == "application/json")
            #expect(second.headers[.idempotentReplayed] == "true")
            #expect(second.headers[.requestID] != first.headers[.requestID])
        }
        #expect(counter.value == 1)
    }

    @Test func withoutAKeyNothingIsKept() async throws {
        let counter = Counter()
        let store = MemoryIdempotencyStore()
        try await withRoutes(Self.counting(counter, store: store)) { client async throws in
            for _ in 0..<2 { _ = try await client.send(.post, Self.uri, token: KnownTokens.platform, json: "{}") }
        }
        #expect(counter.value == 2)
        #expect(store.scopes.isEmpty)
    }

    @Test func anotherBodyIsRefused() async throws {
        let counter = Counter()
        try await withRoutes(Self.counting(counter)) { client async throws in
            _ = try await client.send(.post, Self.uri, token: KnownTokens.platform, key: "k", json: "{}")
            let reply = try await client.send(.post, Self.uri, token: KnownTokens.platform, key: "k", json: "{ }")
            #expect(reply.problem == "idempotency-key-reused")
            #expect(reply.status == .unprocessableContent)
        }
        #expect(counter.value == 1)
    }

    @Test func keysOfDifferentPrincipalsDoNotMeet() async throws {
        let counter = Counter()
        try await withRoutes(Self.counting(counter)) { client async throws in
            _ = try await client.send(.post, Self.uri, token: KnownTokens.platform, key: "k", json: "{}")
            let other = try await client.send(.post, Self.uri, token: "ck_other", key: "k", json: "{}")
            #expect(try other.json["count"] == 2)
        }
    }

    @Test func inFlightIsAConflict() async throws {
        let store = MemoryIdempotencyStore(refusesToFinish: true)
        let counter = Counter()
        try await withRoutes(Self.counting(counter, store: store)) { client async throws in
            // The first reply could not be kept: it is given all the same, and the key stays taken.
            let first = try await client.send(.post, Self.uri, token: KnownTokens.platform, key: "k", json: "{}")
            #expect(first.status == .created)
            let reply = try await client.send(.post, Self.uri, token: KnownTokens.platform, key: "k", json: "{}")
            #expect(reply.problem == "idempotency-in-flight")
            #expect(reply.status == .conflict)
            #expect(reply.headers[.retryAfter] == "1")
        }
        #expect(counter.value == 1)
    }

    @Test func refusalsAreKept() async throws {
        let counter = Counter()
        try await withRoutes(Self.counting(counter)) { client async throws in
            for round in 1...2 {
                let reply = try await client.send(
                    .post, Self.uri, token: KnownTokens.platform, key: "k", json: #"{"wish":"conflict"}"#)
                #expect(reply.problem == "wrong-state")
                #expect(try reply.json["type"] == "https://verify.example/problems/wrong-state")
                #expect((reply.headers[.idempotentReplayed] == "true") == (round == 2))
            }
        }
        #expect(counter.value == 1)
    }

    @Test(arguments: [("crash", 500), ("busy", 503), ("limited", 429)])
    func failuresFreeTheKey(_ wish: String, _ status: Int) async throws {
        let counter = Counter()
        let store = MemoryIdempotencyStore()
        try await withRoutes(Self.counting(counter, store: store)) { client async throws in
            for _ in 1...2 {
                let reply = try await client.send(
                    .post, Self.uri, token: KnownTokens.platform, key: "k", json: "{\"wish\":\"\(wish)\"}")
                #expect(reply.status.code == status)
                #expect(!reply.text.contains("secret"))
            }
        }
        #expect(counter.value == 2)
        #expect(store.scopes.isEmpty)
    }

    /// A key that somebody else guesses must not hand out their token.
    @Test func strangersReplayOnlyTheirOwnRequests() async throws {
        let counter = Counter()
        try await withRoutes(Self.counting(counter)) { client async throws in
            let uri = "/v1/candidate_sessions"
            let first = try await client.send(.post, uri, key: "1", json: #"{"code":"AAA"}"#)
            let guessed = try await client.send(.post, uri, key: "1", json: #"{"code":"BBB"}"#)
            #expect(!guessed.text.contains("AAA"))
            #expect(guessed.status == .created)
            let again = try await client.send(.post, uri, key: "1", json: #"{"code":"AAA"}"#)
            #expect(again.body == first.body)
        }
        #expect(counter.value == 2)
    }

    @Test(arguments: ["", " ", "a b", "ä", String(repeating: "k", count: 256)])
    func refusesKeys(_ key: String) async throws {
        let counter = Counter()
        try await withRoutes(Self.counting(counter)) { client async throws in
            let reply = try await client.send(.post, Self.uri, token: KnownTokens.platform, key: key, json: "{}")
            #expect(reply.status == .unprocessableContent)
            #expect(reply.fieldErrors == ["Idempotency-Key: must be one value of 1 to 255 visible ASCII characters"])
        }
        #expect(counter.value == 0)
    }

    @Test func strangersToTheRouteTakeNoKey() async throws {
        let store = MemoryIdempotencyStore()
        try await withRoutes(Self.counting(Counter(), store: store)) { client async throws in
            let reply = try await client.send(.post, Self.uri, token: KnownTokens.candidate, key: "k", json: "{}")
            #expect(reply.status == .forbidden)
        }
        #expect(store.scopes.isEmpty)
    }

    @Test func storedRepliesSurviveTheirBytes() throws {
        let reply = StoredReply(
            status: 201, fields: [.init("ETag", "\"é\""), .init("Location", "")], body: [0, 255, 10])
        #expect(StoredReply(encoded: reply.encoded) == reply)
        let empty = StoredReply(status: 204, fields: [], body: [])
        #expect(StoredReply(encoded: empty.encoded) == empty)
    }

    @Test func brokenBytesAreNoReply() {
        let bytes = StoredReply(status: 200, fields: [.init("A", "b")], body: []).encoded
        for length in 0..<bytes.count { #expect(StoredReply(encoded: Array(bytes.prefix(length))) == nil) }
        #expect(StoredReply(encoded: [2] + bytes.dropFirst()) == nil)
        #expect(StoredReply(encoded: [1, 0, 0, 0, 200, 255, 255, 255, 255]) == nil)
    }
}
