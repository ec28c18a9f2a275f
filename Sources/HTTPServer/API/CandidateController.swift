import HTTPTypes
import Hummingbird
import StrictJSON
import Timekeeping
import Verification
import Workflow

/// What a candidate calls, from the mailed link to an appeal.
extension CandorAPI {
    func registerCandidate(on routes: RouteRegistrar) {
        on(AccessTable.openCandidateSession, of: routes) { request, context in
            let secret = try await JSONBody.decode(request, context) { body -> Workbench.EntrySecret in
                let link = body.optionalLine("link_token", 1...200)
                let code = body.optionalLine("code", 1...40)
                switch (link, code) {
                case (let link?, nil): return .link(link)
                case (nil, let code?): return .code(code)
                case (nil, nil), (.some, .some):
                    body.refuse("must have either a link_token or a code")
                    return .code("")
                }
            }
            let (token, session) = try await bench.enter(secret, client: clientAddress.read(request, context))
            return JSONResponse.created(["token": .string(token), "session": .string(session.rawValue)])
        }
        on(AccessTable.confirmProfile, of: routes) { request, context in
            let given = try await JSONBody.decode(request, context) { body in
                let consent = body.bool("consent")
                if !consent { body.refuse("consent", "must be true to take part; to decline, POST to …/refusal") }
                return (
                    strike: body.strings("strike", 0...50, length: 1...64),
                    mode: body.optionalWord("mode", of: InterviewMode.self) ?? .video
                )
            }
            let session = try await bench.confirmProfile(
                try context.id(), strike: given.strike, mode: given.mode, by: context.principal)
            return JSONResponse(try await represent(session, for: .candidate))
        }
        on(AccessTable.declineSession, of: routes) { request, context in
            _ = try await JSONBody.decode(request, context) { $0.optionalString("reason", 1...2000) }
            let session = try await bench.decline(try context.id(), by: context.principal)
            return JSONResponse(try await represent(session, for: .candidate))
        }
        on(AccessTable.reopenSession, of: routes) { request, context in
            _ = try await JSONBody.decode(request, context) { $0.optionalString("reason", 1...2000) }
            let session = try await bench.reopen(try context.id(), by: context.principal)
            return JSONResponse(try await represent(session, for: .candidate))
        }
        on(AccessTable.listTopics, of: routes) { _, context in
            let session = try await bench.session(try context.id(), for: context.principal)
            return ListResponse(bench.topics(of: session).map(\.json))
        }
        registerBookings(on: routes)
        registerContesting(on: routes)
    }

    private func registerBookings(on routes: RouteRegistrar) {
        on(AccessTable.listSlots, of: routes) { request, context in
            let window = try QueryReader.read(request) {
                (from: $0.optionalInstant("from"), to: $0.optionalInstant("to"))
            }
            let (session, offers) = try await bench.freeTimes(
                try context.id(), from: window.from, to: window.to, for: context.principal)
            return JSONResponse([
                "data": .array(offers.map(\.json)), "has_more": false, "next_cursor": .null,
                "time_zone": .string(session.profile.timeZone), "now": .time(bench.now),
            ])
        }
        on(AccessTable.book, of: routes) { request, context in
            let startsAt = try await JSONBody.decode(request, context) { $0.instant("starts_at") }
            let (session, interview) = try await bench.book(try context.id(), startsAt: startsAt, by: context.principal)
            return JSONResponse.created(try booking(interview, of: session))
        }
        on(AccessTable.rescheduleBooking, of: routes) { request, context in
            let startsAt = try await JSONBody.decode(request, context) { $0.instant("starts_at") }
            let (session, interview) = try await bench.reschedule(
                try context.id(), to: startsAt, by: context.principal)
            return JSONResponse(try booking(interview, of: session))
        }
        on(AccessTable.cancelBooking, of: routes) { request, context in
            _ = try await JSONBody.decode(request, context) { $0.optionalString("reason", 1...2000) }
            let session = try await bench.cancelBooking(try context.id(), by: context.principal)
            return JSONResponse(try await represent(session, for: .candidate))
        }
        on(AccessTable.readCalendar, of: routes) { _, context in
            let file = try await bench.calendarFile(try context.id(), for: context.principal)
            return Response(
                status: .ok, headers: [.contentType: "text/calendar; charset=utf-8; method=PUBLISH"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: file)))
        }
    }

    private func registerContesting(on routes: RouteRegistrar) {
        on(AccessTable.answerProposal, of: routes) { request, context in
            let answer = try await JSONBody.decode(request, context) { body in
                let text = body.optionalString("text", 1...10_000)
                let corrections = body.objects("corrections", 0...20) {
                    (kind: $0.line("kind", 1...64), value: $0.line("value", 1...200))
                }
                if text == nil, corrections.isEmpty { body.refuse("must have a text or corrections") }
                return (text: text, corrections: corrections)
            }
            let session = try await bench.answerProposal(
                try context.id(), text: answer.text, corrections: answer.corrections, by: context.principal)
            return JSONResponse(try await represent(session, for: .candidate))
        }
        on(AccessTable.fileAppeal, of: routes) { request, context in
            let filing = try await JSONBody.decode(request, context) { body in
                (
                    target: try body.object("against") { try Self.target($0) },
                    ground: try body.word("ground", of: AppealGround.self),
                    statement: body.string("statement", 1...10_000),
                    newFacts: body.optionalString("new_facts", 1...10_000)
                )
            }
            let (session, appeal) = try await bench.fileAppeal(
                try context.id(), against: filing.target, ground: filing.ground, statement: filing.statement,
                newFacts: filing.newFacts, by: context.principal)
            return JSONResponse.created(
                try await appealJSON(appeal, of: session, for: .candidate), location: "/v1/appeals/\(appeal)")
        }
        on(AccessTable.readAppeal, of: routes) { _, context in
            let id: AppealID = try context.id()
            let session = try await bench.sessionOfAppeal(id, for: context.principal)
            return JSONResponse(try await appealJSON(id, of: session, for: .candidate))
        }
        on(AccessTable.listMessages, of: routes) { request, context in
            let page = try QueryReader.read(request) {
                (limit: $0.limit(default: 100), cursor: $0.optionalInteger("cursor", 0...Int.max))
            }
            let messages = try await bench.messages(try context.id(), for: context.principal)
                .filter { $0.event.version > page.cursor ?? 0 }
            return ListResponse(rows: messages, limit: page.limit, cursor: { String($0.event.version) }, json: \.json)
        }
        on(AccessTable.postMessage, of: routes) { request, context in
            let text = try await JSONBody.decode(request, context) { $0.string("text", 1...10_000) }
            let message = try await bench.postMessage(try context.id(), text: text, by: context.principal)
            return JSONResponse.created(message.json)
        }
    }

    private func booking(_ interview: InterviewID, of session: VerificationSession) throws -> JSONValue {
        guard let attempt = session.attempt(interview) else { throw Problem.notFound }
        return [
            "id": .string(attempt.booking.rawValue), "object": "booking", "created_at": .time(attempt.bookedAt),
            "session": .string(session.id.rawValue), "interview": .string(interview.rawValue),
            "starts_at": .time(attempt.startsAt), "ends_at": .time(attempt.endsAt),
            "time_zone": .string(session.profile.timeZone), "mode": .string(attempt.mode.rawValue),
            "calendar_url": .string("\(bench.publicURL)/v1/bookings/\(attempt.booking)/calendar"),
        ]
    }

    private func appealJSON(
        _ id: AppealID, of session: VerificationSession, for viewer: Viewer
    ) async throws -> JSONValue {
        guard let appeal = session.appeal(id) else { throw Problem.notFound }
        return try await representation(session, for: viewer).appeal(appeal)
    }

    private enum TargetKind: String, CaseIterable { case attempt, outcome, skill }

    private static func target(_ body: ObjectReader) throws -> AppealTarget {
        let kind = try body.word("kind", of: TargetKind.self)
        let id = body.line("id", 1...64)
        switch kind {
        case .attempt: return .attempt(InterviewID(id) ?? InterviewID(unchecked: ""))
        case .outcome: return .outcome(OutcomeID(id) ?? OutcomeID(unchecked: ""))
        case .skill: return .skill(SkillID(id))
        }
    }
}

extension Workbench.Message {
    var json: JSONValue {
        let from: JSONValue =
            switch author {
            case .candidate: "candidate"
            // The candidate sees a role and never a name.
            case .staff: "reviewer"
            }
        return [
            "id": .string(id), "object": "message", "created_at": .time(event.at), "from": from,
            "text": text.map { .string($0) } ?? .null,
        ]
    }
}

extension Workbench.Topic {
    var json: JSONValue {
        [
            "skill": .string(skill.rawValue), "name": .string(name),
            "level": level.map { .string($0.rawValue) } ?? .null,
            "primary": .bool(primary), "asked": .bool(isAsked),
            "sample_question": sampleQuestion.map { .string($0) } ?? .null,
        ]
    }
}
