import ConnectionQuality
import Hummingbird
import StrictJSON
import Timekeeping
import Verification
import Workflow

/// Meeting, measuring and filling in the scorecard.
extension CandorAPI {
    func registerInterviews(on routes: RouteRegistrar) {
        on(AccessTable.listInterviews, of: routes) { request, context in
            let page = try QueryReader.read(request) { query in
                _ = query.optionalWord("scope", of: ListScope.self)
                return (limit: query.limit(), cursor: query.cursor())
            }
            let rows = try await bench.interviews(of: try staff(context), limit: 1000)
                .drop { row in page.cursor.map { row.place <= $0 } ?? false }
            return ListResponse(rows: Array(rows), limit: page.limit, cursor: \.place, json: \.json)
        }
        on(AccessTable.readInterview, of: routes) { _, context in
            let id: InterviewID = try context.id()
            return JSONResponse(
                try await interview(id, of: try await bench.heldSession(id, by: context.principal), context))
        }
        on(AccessTable.joinInterview, of: routes) { _, context in
            let id: InterviewID = try context.id()
            return JSONResponse(try await interview(id, of: try await bench.join(id, by: context.principal), context))
        }
        on(AccessTable.leaveInterview, of: routes) { _, context in
            let id: InterviewID = try context.id()
            return JSONResponse(try await interview(id, of: try await bench.leave(id, by: context.principal), context))
        }
        on(AccessTable.startInterview, of: routes) { _, context in
            let id: InterviewID = try context.id()
            return JSONResponse(try await interview(id, of: try await bench.start(id, by: context.principal), context))
        }
        on(AccessTable.endInterview, of: routes) { request, context in
            let id: InterviewID = try context.id()
            let failed = try await JSONBody.decode(request, context) { $0.optionalBool("line_failed") ?? false }
            let session = try await bench.end(id, lineFailed: failed, by: context.principal)
            return JSONResponse(try await interview(id, of: session, context))
        }
        registerLine(on: routes)
        registerScorecard(on: routes)
    }

    private func registerLine(on routes: RouteRegistrar) {
        on(AccessTable.testLine, of: routes) { request, context in
            let id: InterviewID = try context.id()
            let result = try await JSONBody.decode(request, context) { body in
                _ = body.json("details")
                return try body.word("result", of: VerificationSession.LineTest.Result.self)
            }
            _ = try await bench.recordLineTest(id, result: result, by: context.principal)
            return JSONResponse.created([
                "object": "line_test", "interview": .string(id.rawValue), "result": .string(result.rawValue),
                "created_at": .time(bench.now),
            ])
        }
        on(AccessTable.postQualitySamples, of: routes) { request, context in
            let samples = try await JSONBody.decode(request, context, SampleBody.read)
            let stored = try await bench.addSamples(try context.id(), samples, by: context.principal)
            return JSONResponse.accepted([
                "accepted": .integer(Int64(samples.count)), "new": .integer(Int64(stored)), "now": .time(bench.now),
            ])
        }
        on(AccessTable.rateLine, of: routes) { request, context in
            let id: InterviewID = try context.id()
            let rating = try await JSONBody.decode(request, context) { $0.integer("rating", 1...5) }
            _ = try await bench.rateLine(id, rating: rating, by: context.principal)
            return JSONResponse.created([
                "object": "line_rating", "interview": .string(id.rawValue), "rating": .integer(Int64(rating)),
                "created_at": .time(bench.now),
            ])
        }
        on(AccessTable.objectToScope, of: routes) { request, context in
            let id: InterviewID = try context.id()
            let given = try await JSONBody.decode(request, context) { body in
                (item: body.optionalID("item", of: ItemID.self), at: body.instant("at"))
            }
            let (session, appeal) = try await bench.objectToQuestion(
                id, item: given.item, at: given.at, by: context.principal)
            let objection = session.attempt(id)?.objections.last
            return JSONResponse.created([
                "object": "scope_objection", "interview": .string(id.rawValue), "created_at": .time(bench.now),
                "item": given.item.map { .string($0.rawValue) } ?? .null, "at": .time(given.at),
                "voided": objection?.voided.map { .string($0.rawValue) } ?? .null,
                "appeal": appeal.map { .string($0.rawValue) } ?? .null,
            ])
        }
    }

    private func registerScorecard(on routes: RouteRegistrar) {
        on(AccessTable.readScorecard, of: routes) { _, context in
            let id: InterviewID = try context.id()
            let (session, texts) = try await bench.scorecard(id, for: context.principal)
            guard let attempt = session.attempt(id) else { throw Problem.notFound }
            return JSONResponse(
                ScorecardRepresentation(attempt: attempt, texts: texts).json,
                tag: .version(EntityTag(attempt.scorecard.revision)))
        }
        on(AccessTable.addScorecardItem, of: routes) { request, context in
            let id: InterviewID = try context.id()
            let question = try await JSONBody.decode(request, context) { QuestionID($0.line("question", 1...100)) }
            let (session, item) = try await bench.addQuestion(id, question: question, by: context.principal)
            return try await itemResponse(item, id, session, context, created: true)
        }
        on(AccessTable.rateScorecardItem, of: routes) { request, context in
            let id: InterviewID = try context.id()
            let item: ItemID = try context.id("item")
            let record = try await JSONBody.decode(request, context, Self.record)
            let condition = try request.ifMatch()
            let session = try await bench.recordItem(id, item: item, record, by: context.principal) { revision in
                condition?.strongly(matches: EntityTag(revision)) ?? true
            }
            return try await itemResponse(item, id, session, context, created: false)
        }
        on(AccessTable.submitScorecard, of: routes) { request, context in
            let id: InterviewID = try context.id()
            let submit = try await JSONBody.decode(request, context) { body in
                Decision.Submit(
                    recommendation: try body.word("recommendation", of: Recommendation.self),
                    summary: body.string("summary", 1...10_000),
                    findings: try body.objects("findings", 0...20) { finding in
                        .init(
                            code: try finding.word("code", of: ReasonCode.self), text: finding.string("text", 1...4000),
                            at: finding.instant("at"))
                    })
            }
            let session = try await bench.submitScorecard(id, submit, by: context.principal)
            guard let attempt = session.attempt(id) else { throw Problem.notFound }
            return JSONResponse([
                "object": "submission", "interview": .string(id.rawValue), "created_at": .time(bench.now),
                "recommendation": .string(submit.recommendation.rawValue), "state": "submitted",
                "result": .string(attempt.result.rawValue), "connection": attempt.connectionJSON,
            ])
        }
    }

    // MARK: Parts

    enum ListScope: String, CaseIterable { case mine }

    private func interview(
        _ id: InterviewID, of session: VerificationSession, _ context: CandorRequestContext
    ) async throws -> JSONValue {
        guard let attempt = session.attempt(id) else { throw Problem.notFound }
        var side = Side.interviewer
        if case .candidate = context.principal { side = .candidate }
        let name = session.profile.displayName
        return InterviewRepresentation(
            attempt: attempt, session: session, side: side,
            candidateName: try await bench.personalTexts(of: session, [name])[name], now: bench.now
        ).json
    }

    private func itemResponse(
        _ item: ItemID, _ id: InterviewID, _ session: VerificationSession, _ context: CandorRequestContext,
        created: Bool
    ) async throws -> JSONResponse {
        guard let attempt = session.attempt(id), let found = attempt.scorecard[item] else { throw Problem.notFound }
        let texts = try await bench.personalTexts(of: session, attempt.scorecard.texts)
        return JSONResponse(
            ScorecardRepresentation(attempt: attempt, texts: texts).item(found), status: created ? .created : .ok,
            tag: .version(EntityTag(attempt.scorecard.revision)))
    }

    private static func record(_ body: ObjectReader) throws -> Decision.Record {
        let answer: ItemAnswer
        if body.has("rating"), !body.has("result") {
            answer = .rating(rating(body))
        } else if body.has("result"), !body.has("rating") {
            answer = .check(try body.word("result", of: CheckResult.self))
        } else {
            body.refuse("must have either a rating (questions) or a result (identity and fact checks)")
            answer = .check(.notChecked)
        }
        return Decision.Record(
            answer: answer, note: body.optionalString("note", 1...4000), askedAt: body.optionalInstant("asked_at"),
            answeredAt: body.optionalInstant("answered_at"))
    }

    private static func rating(_ body: ObjectReader) -> Rating {
        let given = body.json("rating")
        if let points = given?.integerValue, let rating = Rating(points: Int(clamping: points)) { return rating }
        if let word = given?.stringValue, let rating = Rating(word: word) { return rating }
        body.refuse("rating", "must be 1 to 5, or one of \(Rating.words.joined(separator: ", "))")
        return .notAsked
    }
}

extension BookingRow {
    /// Where the row stands in a list by time; a time that was cancelled and booked again has several rows.
    fileprivate var place: String { "\(startsAt.secondsSinceEpoch)-\(id)" }

    var json: JSONValue {
        [
            "id": .string(interview.rawValue), "object": "interview", "booking": .string(id.rawValue),
            "starts_at": .time(startsAt), "ends_at": .time(endsAt), "state": .string(state.rawValue),
        ]
    }
}
