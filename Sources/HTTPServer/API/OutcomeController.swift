import Hummingbird
import StrictJSON
import Timekeeping
import Verification
import Workflow

/// What platforms read about results, and say about what they did with them.
extension CandorAPI {
    func registerOutcomes(on routes: RouteRegistrar) {
        on(AccessTable.readOutcome, of: routes) { _, context in
            let (row, session) = try await bench.outcome(try context.id(), for: context.principal)
            guard let outcome = session.outcome(row.id) else { throw Problem.notFound }
            return JSONResponse(
                OutcomeRepresentation(outcome: outcome, session: session, token: row.token, now: bench.now).json,
                tag: .content)
        }
        on(AccessTable.acknowledgeOutcome, of: routes) { request, context in
            let id: OutcomeID = try context.id()
            let given = try await JSONBody.decode(request, context) { body in
                (
                    state: try body.word("state", of: AcknowledgedState.self),
                    account: body.optionalWord("account_state", of: AccountState.self),
                    reason: body.optionalString("reason", 1...2000)
                )
            }
            let stored = try await bench.acknowledge(
                id, state: given.state.rawValue, accountState: given.account?.rawValue, reason: given.reason,
                by: context.principal)
            return JSONResponse.created(stored.json)
        }
        on(AccessTable.readStanding, of: routes) { _, context in
            let subject = try context.pathText("subject")
            let standing = try await bench.standing(subject: subject, for: try platform(context))
            let outcome: JSONValue? = standing.outcome.flatMap { row in
                standing.session.flatMap { session in
                    session.outcome(row.id).map {
                        OutcomeRepresentation(outcome: $0, session: session, token: row.token, now: bench.now).json
                    }
                }
            }
            return JSONResponse([
                "object": "standing", "subject": .string(subject), "now": .time(bench.now),
                "outcome": outcome ?? .null, "measures": [],
                "open_session": standing.openSession.map { .string($0.rawValue) } ?? .null,
            ])
        }
        on(AccessTable.listEvents, of: routes) { request, context in
            let page = try QueryReader.read(request) { query in
                (
                    limit: query.limit(), after: query.optionalInteger("after", 0...Int.max),
                    cursor: query.optionalInteger("cursor", 0...Int.max)
                )
            }
            let rows = try await bench.events(
                of: try platform(context), after: Int64(clamping: page.cursor ?? page.after ?? 0), limit: page.limit + 1
            )
            return ListResponse(rows: rows, limit: page.limit, cursor: { String($0.position) }, json: \.json)
        }
    }

    enum AcknowledgedState: String, CaseIterable {
        case applied
        case notApplied = "not_applied"
    }

    enum AccountState: String, CaseIterable { case active, restricted, blocked }
}

extension AcknowledgementRow {
    var json: JSONValue {
        [
            "object": "acknowledgement", "outcome": .string(outcome.rawValue), "created_at": .time(at),
            "state": .string(state), "account_state": accountState.map { .string($0) } ?? .null,
            "reason": reason.map { .string($0) } ?? .null,
        ]
    }
}
