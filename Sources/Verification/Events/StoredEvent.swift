import Foundation
import Timekeeping

/// An event as it is stored: its kind's name, the payload's version, and the payload as JSON.
public struct StoredEvent: Hashable, Sendable {
    public var kind: String
    public var payloadVersion: Int
    public var payload: [UInt8]

    public init(kind: String, payloadVersion: Int, payload: [UInt8]) {
        self.kind = kind
        self.payloadVersion = payloadVersion
        self.payload = payload
    }
}

/// The record holds something that this version cannot read.
public struct UnreadableEvent: Error, Hashable, Sendable {
    public let kind: String
    public let sentence: String
}

extension SessionEvent {
    public var stored: StoredEvent {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .withoutEscapingSlashes
            return StoredEvent(kind: kind, payloadVersion: 1, payload: [UInt8](try encoder.encode(payload)))
        }
    }

    /// Reads a stored event of any kind and version that was ever shipped.
    public init(_ stored: StoredEvent) throws {
        guard let read = Self.readers[stored.kind], stored.payloadVersion == 1 else {
            throw UnreadableEvent(
                kind: stored.kind,
                sentence: "Version \(stored.payloadVersion) of '\(stored.kind)' is unknown; a newer Candor wrote it.")
        }
        self = try read(Data(stored.payload))
    }

    /// Every kind's stored name.
    public static var kinds: [String] { readers.keys.sorted() }

    private struct Pair<First: Codable & Sendable, Second: Codable & Sendable>: Codable {
        var id: First
        var value: Second
    }

    private struct Nothing: Codable {}

    private static let readers: [String: @Sendable (Data) throws -> SessionEvent] = [
        "session.opened": { .opened(try decode($0)) },
        "session.profile_updated": { .profileUpdated(try decode($0)) },
        "session.link_reissued": { _ in .linkReissued },
        "session.profile_confirmed": { .profileConfirmed(try decode($0)) },
        "session.scope_frozen": { .scopeFrozen(try decode($0)) },
        "interview.booked": { .interviewBooked(try decode($0)) },
        "interview.rescheduled": { .interviewRescheduled(try decode($0)) },
        "interview.joined": { .interviewJoined(try decode($0)) },
        "interview.left": { .interviewLeft(try decode($0)) },
        "interview.started": { .interviewStarted(try decode($0)) },
        "scorecard.item_added": { .itemAdded(try decode($0)) },
        "scorecard.item_recorded": { .itemRecorded(try decode($0)) },
        "interview.question_objected": { .questionObjected(try decode($0)) },
        "interview.line_tested": { .lineTested(try decode($0)) },
        "interview.line_rated": { .lineRated(try decode($0)) },
        "interview.ended": { .callEnded(try decode($0)) },
        "scorecard.submitted": { .scorecardSubmitted(try decode($0)) },
        "interview.scored": { .callScored(try decode($0)) },
        "attempt.closed": { .attemptClosed(try decode($0)) },
        "session.phase_changed": { .phaseChanged(try decode($0)) },
        "review.opened": { .reviewOpened(try decode($0)) },
        "review.assigned": { .reviewAssigned(try decode($0)) },
        "review.decided": { .reviewDecided(try decode($0)) },
        "review.closed": { data in
            let pair: Pair<ReviewID, Instant> = try decode(data)
            return .reviewClosed(pair.id, at: pair.value)
        },
        "review.second_look_held": { data in
            let pair: Pair<ReviewID, Instant> = try decode(data)
            return .secondLookHeld(pair.id, at: pair.value)
        },
        "proposal.made": { .proposalMade(try decode($0)) },
        "proposal.heard": { .proposalHeard(try decode($0)) },
        "proposal.closed": { data in
            let pair: Pair<ProposalID, Proposal.State> = try decode(data)
            return .proposalClosed(pair.id, pair.value)
        },
        "statement.prepared": { .statementPrepared(try decode($0)) },
        "statement.sent": { data in
            let pair: Pair<StatementID, StatementOfReasons.Sending> = try decode(data)
            return .statementSent(pair.id, pair.value)
        },
        "determination.withheld": { .determinationWithheld(try decode($0)) },
        "determination.made": { .determined(try decode($0)) },
        "outcome.issued": { .outcomeIssued(try decode($0)) },
        "outcome.status_changed": { data in
            let pair: Pair<OutcomeID, Outcome.Status> = try decode(data)
            return .outcomeStatusChanged(pair.id, pair.value)
        },
        "appeal.filed": { .appealFiled(try decode($0)) },
        "appeal.decided": { .appealDecided(try decode($0)) },
        "message.posted": { .messagePosted(try decode($0)) },
        "outcome.acknowledged": { .outcomeAcknowledged(try decode($0)) },
        "session.redacted": { _ in .redacted },
    ]

    private static func decode<Payload: Decodable>(_ data: Data) throws -> Payload {
        try JSONDecoder().decode(Payload.self, from: data)
    }

    /// The stored name of this event's kind, also its type in the event feed.
    public var kind: String { described.kind }

    private var payload: any Encodable { described.payload }

    private var described: (kind: String, payload: any Encodable) {
        switch self {
        case .opened(let payload): ("session.opened", payload)
        case .profileUpdated(let payload): ("session.profile_updated", payload)
        case .linkReissued: ("session.link_reissued", Nothing())
        case .profileConfirmed(let payload): ("session.profile_confirmed", payload)
        case .scopeFrozen(let payload): ("session.scope_frozen", payload)
        case .interviewBooked(let payload): ("interview.booked", payload)
        case .interviewRescheduled(let payload): ("interview.rescheduled", payload)
        case .interviewJoined(let payload): ("interview.joined", payload)
        case .interviewLeft(let payload): ("interview.left", payload)
        case .interviewStarted(let payload): ("interview.started", payload)
        case .itemAdded(let payload): ("scorecard.item_added", payload)
        case .itemRecorded(let payload): ("scorecard.item_recorded", payload)
        case .questionObjected(let payload): ("interview.question_objected", payload)
        case .lineTested(let payload): ("interview.line_tested", payload)
        case .lineRated(let payload): ("interview.line_rated", payload)
        case .callEnded(let payload): ("interview.ended", payload)
        case .scorecardSubmitted(let payload): ("scorecard.submitted", payload)
        case .callScored(let payload): ("interview.scored", payload)
        case .attemptClosed(let payload): ("attempt.closed", payload)
        case .phaseChanged(let payload): ("session.phase_changed", payload)
        case .reviewOpened(let payload): ("review.opened", payload)
        case .reviewAssigned(let payload): ("review.assigned", payload)
        case .reviewDecided(let payload): ("review.decided", payload)
        case .reviewClosed(let id, let at): ("review.closed", Pair(id: id, value: at))
        case .secondLookHeld(let id, let at): ("review.second_look_held", Pair(id: id, value: at))
        case .proposalMade(let payload): ("proposal.made", payload)
        case .proposalHeard(let payload): ("proposal.heard", payload)
        case .proposalClosed(let id, let state): ("proposal.closed", Pair(id: id, value: state))
        case .statementPrepared(let payload): ("statement.prepared", payload)
        case .statementSent(let id, let sending): ("statement.sent", Pair(id: id, value: sending))
        case .determinationWithheld(let payload): ("determination.withheld", payload)
        case .determined(let payload): ("determination.made", payload)
        case .outcomeIssued(let payload): ("outcome.issued", payload)
        case .outcomeStatusChanged(let id, let status): ("outcome.status_changed", Pair(id: id, value: status))
        case .appealFiled(let payload): ("appeal.filed", payload)
        case .appealDecided(let payload): ("appeal.decided", payload)
        case .messagePosted(let payload): ("message.posted", payload)
        case .outcomeAcknowledged(let payload): ("outcome.acknowledged", payload)
        case .redacted: ("session.redacted", Nothing())
        }
    }
}
