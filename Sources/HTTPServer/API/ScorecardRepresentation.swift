import ConnectionQuality
import StrictJSON
import Timekeeping
import Verification
import Workflow

/// A scorecard as the interviewer works with it.
struct ScorecardRepresentation {
    let attempt: Attempt
    let texts: [PersonalTextID: String]
    var standings: [ItemID: ItemStanding] = [:]

    var json: JSONValue {
        [
            "object": "scorecard", "interview": .string(attempt.interview.rawValue),
            "created_at": .time(attempt.bookedAt),
            "state": attempt.submission == nil ? "open" : "submitted",
            "items": .array(attempt.scorecard.items.map(item)),
        ]
    }

    func item(_ item: ScorecardItem) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("id", .string(item.id.rawValue)), .init("kind", .string(item.subject.kind)),
        ]
        members += subject(item.subject)
        members.append(.init("state", .string(item.state.rawValue)))
        members += entry(item)
        if let standing = standings[item.id] { members.append(.init("standing", .string(standing.word))) }
        return .object(members)
    }

    private func subject(_ subject: ItemSubject) -> [JSONValue.Member] {
        switch subject {
        case .question(let scoped):
            let question = scoped.question
            return [
                .init("question", .string(question.id.rawValue)),
                .init("skill", scoped.confirmedSkill.map { .string($0.rawValue) } ?? .null),
                .init("check", .null), .init("mandatory", false),
                .init("level", .string(question.level.rawValue)),
                .init("text", .string(question.text)),
                .init(
                    "anchors",
                    [
                        "1": .string(question.anchors.one), "3": .string(question.anchors.three),
                        "5": .string(question.anchors.five),
                    ]),
                .init("probes", .array(question.probes.map { .string($0) })),
            ]
        case .identity(let check):
            return [
                .init("question", .null), .init("skill", .null), .init("check", .string(check.id)),
                .init("mandatory", .bool(check.mandatory)), .init("level", .null),
                .init("text", .string("\(check.title). \(check.text)")),
                .init(
                    "anchors",
                    [
                        "match": .string(check.anchors.match), "mismatch": .string(check.anchors.mismatch),
                        "not_checked": .string(check.anchors.notChecked),
                    ]),
                .init("probes", .array(check.probes.map { .string($0) })),
            ]
        case .fact(let fact):
            return [
                .init("question", .null), .init("skill", .null), .init("check", .string(fact.kind)),
                .init("mandatory", false), .init("level", .null),
                .init("text", .string("Profile fact, \(fact.kind): \(texts[fact.value] ?? withheld)")),
                .init(
                    "anchors",
                    [
                        "match": "What the person shows or says agrees with the profile.",
                        "mismatch": "What the person shows or says contradicts the profile.",
                        "not_checked": "It was not asked, or nothing shown or said bears on it.",
                    ]),
                .init(
                    "probes",
                    [
                        "Would you tell me what is right today?",
                        "Has this changed since you wrote your profile?",
                    ]),
            ]
        }
    }

    /// Nothing where the value was erased.
    private var withheld: String { attempt.bothHaveJoined ? "" : "shown once both of you have joined" }

    private func entry(_ item: ScorecardItem) -> [JSONValue.Member] {
        var rating: JSONValue = .null
        var result: JSONValue = .null
        switch item.entry?.answer {
        case .rating(let given):
            rating = given.points.map { .integer(Int64($0)) } ?? given.word.map { .string($0) } ?? .null
        case .check(let given): result = .string(given.rawValue)
        case nil: break
        }
        return [
            .init("rating", rating), .init("result", result),
            .init("note", item.entry?.note.flatMap { texts[$0] }.map { .string($0) } ?? .null),
            .init("asked_at", item.entry?.span.map { .time($0.askedAt) } ?? .null),
            .init("answered_at", item.entry?.span.map { .time($0.answeredAt) } ?? .null),
        ]
    }
}

/// An interview as its two sides see it: neither learns who the other is before both have joined.
struct InterviewRepresentation {
    let attempt: Attempt
    let session: VerificationSession
    let side: Side
    let candidateName: String?
    let now: Instant

    var json: JSONValue {
        [
            "id": .string(attempt.interview.rawValue), "object": "interview", "created_at": .time(attempt.bookedAt),
            "now": .time(now), "you": .string(side.rawValue),
            "purpose": attempt.isInterview ? "interview" : "second_look",
            "mode": .string(attempt.mode.rawValue), "languages": .array(session.profile.languages.map { .string($0) }),
            "starts_at": .time(attempt.startsAt), "ends_at": .time(attempt.endsAt),
            "started_at": attempt.startedAt.map { .time($0) } ?? .null,
            "ended_at": attempt.endedAt.map { .time($0) } ?? .null, "result": .string(attempt.result.rawValue),
            "joined": [
                "interviewer": attempt.joined[.interviewer].map { .time($0) } ?? .null,
                "candidate": attempt.joined[.candidate].map { .time($0) } ?? .null,
            ],
            "candidate": side == .interviewer && attempt.bothHaveJoined
                ? candidateName.map { .string($0) } ?? .null : .null,
            "questions": .integer(Int64(attempt.scorecard.questions.count)),
            "connection": attempt.isOver || attempt.endedAt != nil ? attempt.connectionJSON : .null,
        ]
    }
}
