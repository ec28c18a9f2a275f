import ConnectionQuality
import Foundation
import Hummingbird
import StrictJSON
import Timekeeping
import Verification
import Workflow

/// The second person's queue, the case on one page, and the decision.
extension CandorAPI {
    func registerReviews(on routes: RouteRegistrar) {
        on(AccessTable.listReviews, of: routes) { request, context in
            let page = try QueryReader.read(request) { query in
                _ = query.optionalWord("scope", of: ListScope.self)
                return (limit: query.limit(), cursor: query.optionalID("cursor", of: ReviewID.self))
            }
            let rows = try await bench.reviews(
                of: try staff(context), openOnly: false, after: page.cursor, limit: page.limit + 1)
            return ListResponse(rows: rows, limit: page.limit, cursor: { $0.id.rawValue }, json: \.json)
        }
        on(AccessTable.readReview, of: routes) { _, context in
            JSONResponse(try await review(try context.id(), context))
        }
        on(AccessTable.decideReview, of: routes) { request, context in
            let id: ReviewID = try context.id()
            let given = try await JSONBody.decode(request, context) { body in
                (
                    choice: try body.word("decision", of: Review.Choice.self),
                    reasons: body.string("reasons", 1...10_000),
                    effect: body.optionalWord("effect", of: GrantEffect.self)
                )
            }
            let session = try await bench.decideReview(
                id, choice: given.choice, reasons: given.reasons, effect: given.effect?.effect, by: context.principal)
            guard let review = session.review(id) else { throw Problem.notFound }
            return JSONResponse(try await summary(review, of: session))
        }
        on(AccessTable.holdSecondLook, of: routes) { request, context in
            let startsAt = try await JSONBody.decode(request, context) { $0.instant("starts_at") }
            let (session, interview) = try await bench.bookSecondLook(
                try context.id(), startsAt: startsAt, by: context.principal)
            guard let attempt = session.attempt(interview) else { throw Problem.notFound }
            return JSONResponse.created([
                "id": .string(interview.rawValue), "object": "interview", "created_at": .time(attempt.bookedAt),
                "purpose": "second_look", "session": .string(session.id.rawValue),
                "booking": .string(attempt.booking.rawValue), "starts_at": .time(attempt.startsAt),
                "ends_at": .time(attempt.endsAt),
            ])
        }
    }

    /// What a reviewer may say that granting an appeal does, where the usual effect does not fit.
    enum GrantEffect: String, CaseIterable {
        case reverification, reversal

        var effect: Appeal.Effect {
            switch self {
            case .reverification: .reverification
            case .reversal: .reversal
            }
        }
    }

    private func summary(_ review: Review, of session: VerificationSession) async throws -> JSONValue {
        var members = members(of: review)
        members.append(.init("session", .string(session.id.rawValue)))
        members.append(.init("status", .string(session.status.rawValue)))
        return .object(members)
    }

    private func members(of review: Review) -> [JSONValue.Member] {
        [
            .init("id", .string(review.id.rawValue)), .init("object", "review"),
            .init("created_at", .time(review.openedAt)), .init("kind", .string(review.kind.rawValue)),
            .init("interview", .string(review.interview.rawValue)), .init("due_at", .time(review.dueAt)),
            .init("state", .string(review.isOpen ? "open" : review.decision == nil ? "closed" : "decided")),
            .init("decision", review.decision.map { .string($0.choice.rawValue) } ?? .null),
            .init("decided_at", review.decision.map { .time($0.at) } ?? .null),
            .init("choices", .array(Review.choices(for: review.kind).map { .string($0.rawValue) })),
            .init("second_look_held_at", review.secondLookHeldAt.map { .time($0) } ?? .null),
        ]
    }

    /// All the evidence on one page.
    private func review(_ id: ReviewID, _ context: CandorRequestContext) async throws -> JSONValue {
        let file = try await bench.reviewFile(id, for: context.principal)
        let session = file.session
        let representation = SessionRepresentation(
            session: session, viewer: .reviewer, policy: bench.policy(of: session), now: bench.now, texts: file.texts,
            tokens: [:], content: bench.content)
        var members = members(of: file.review)
        members.append(.init("session", representation.json))
        members.append(.init("proposal", session.proposal(review: id).map(representation.proposal) ?? .null))
        members.append(.init("appeal", session.appeal(review: id).map(representation.appeal) ?? .null))
        guard let attempt = session.attempt(file.review.interview) else { return .object(members) }
        members.append(.init("attempt", AttemptRepresentation(attempt: attempt, viewer: .reviewer).json))
        members.append(
            .init(
                "scorecard",
                ScorecardRepresentation(attempt: attempt, texts: file.texts, standings: file.standings).json))
        members.append(.init("submission", attempt.submission.map { submission($0, file.texts) } ?? .null))
        members.append(.init("connection", connection(file.report)))
        members.append(
            .init(
                "policy_trace",
                .array(
                    file.trace.map {
                        ["row": .string($0.row), "applies": .bool($0.applies), "because": .string($0.because)]
                    })))
        return .object(members)
    }

    private func submission(_ submission: Submission, _ texts: [PersonalTextID: String]) -> JSONValue {
        [
            "recommendation": .string(submission.recommendation.rawValue),
            "summary": texts[submission.summary].map { .string($0) } ?? .null,
            "findings": .array(
                submission.findings.map {
                    [
                        "code": .string($0.code.rawValue), "text": texts[$0.text].map { .string($0) } ?? .null,
                        "at": .time($0.at),
                    ]
                }), "at": .time(submission.at),
        ]
    }

    private func connection(_ report: CallReport) -> JSONValue {
        [
            "verdict": .string(report.verdict.rawValue), "fault_party": .string(report.faultParty.rawValue),
            "thresholds": .string(report.version),
            "windows": .array(
                report.windows.map {
                    [
                        "from": .time($0.from), "to": .time($0.to), "direction": .string($0.direction.rawValue),
                        "r": $0.rating.map { .number($0) } ?? .null,
                        "mos": $0.meanOpinionScore.map { .number($0) } ?? .null,
                        "loss_percent": $0.lossPercent.map { .number($0) } ?? .null,
                        "audio": .string($0.audio.rawValue),
                        "video": .string($0.video.rawValue),
                    ]
                }),
        ]
    }
}

extension ReviewRow {
    var json: JSONValue {
        [
            "id": .string(id.rawValue), "object": "review", "created_at": .time(createdAt), "kind": .string(kind),
            "session": .string(session.rawValue), "state": isOpen ? "open" : "closed",
            "due_at": dueAt.map { .time($0) } ?? .null,
        ]
    }
}
