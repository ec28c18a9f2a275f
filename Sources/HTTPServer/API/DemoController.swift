import Hummingbird
import StrictJSON

/// What only a server in demo mode answers.
extension CandorAPI {
    func registerDemo(on routes: RouteRegistrar) {
        on(AccessTable.readClock, of: routes) { _, _ in
            guard let demo else { throw Problem.notFound }
            return JSONResponse(["now": .time(demo.now())])
        }
        on(AccessTable.advanceClock, of: routes) { request, context in
            guard let demo else { throw Problem.notFound }
            let seconds = try await JSONBody.decode(request, context) { $0.integer("advance_seconds", 0...315_360_000) }
            return JSONResponse(["now": .time(try await demo.advance(seconds: Int64(seconds)))])
        }
        on(AccessTable.demoMail, of: routes) { request, _ in
            guard let demo else { throw Problem.notFound }
            let page = try QueryReader.read(request) { (limit: $0.limit(default: 100), cursor: $0.cursor()) }
            let mail = try await demo.mail(before: page.cursor, limit: page.limit + 1)
            return ListResponse(rows: mail, limit: page.limit, cursor: { $0.id }, json: \.json)
        }
    }
}

extension DemoMail {
    var json: JSONValue {
        [
            "id": .string(id), "object": "mail", "created_at": .time(at), "to": .string(to),
            "message": .string(message),
            "number": .integer(Int64(number)), "session": session.map { .string($0) } ?? .null,
            "subject": .string(subject), "body": .string(body),
        ]
    }
}
