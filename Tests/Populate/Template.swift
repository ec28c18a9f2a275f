import Foundation
import OutcomeVerifier
import SignedOutcomes
import Timekeeping
import Verification
import Workflow

/// A text in which ids and times stand out, so that it can be written again with others.
struct Pattern: Sendable {
    enum Part: Sendable {
        case literal(ArraySlice<UInt8>)
        /// The number of an id in the template's list.
        case id(Int)
        /// Milliseconds since 1970.
        case time(Int64)
    }

    private(set) var parts: [Part] = []

    /// - Parameters:
    ///   - bytes: a text of the record.
    ///   - number: the number of an id, or `nil` for one that stays.
    init(_ bytes: [UInt8], number: (ArraySlice<UInt8>) -> Int?) {
        var literal = bytes.startIndex
        var index = bytes.startIndex
        func isWord(_ byte: UInt8) -> Bool {
            (48...57).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "_")
        }
        while index < bytes.endIndex {
            guard isWord(bytes[index]) else {
                index += 1
                continue
            }
            let end = bytes[index...].firstIndex { !isWord($0) } ?? bytes.endIndex
            let word = bytes[index..<end]
            let part: Part? =
                if word.count == 29, word.dropFirst(2).first == UInt8(ascii: "_"), let number = number(word) {
                    .id(number)
                } else if word.count == 13, let time = Int64(String(decoding: word, as: UTF8.self)) {
                    .time(time)
                } else {
                    nil
                }
            if let part {
                parts += [.literal(bytes[literal..<index]), part]
                literal = end
            }
            index = end
        }
        parts.append(.literal(bytes[literal...]))
    }

    func written(ids: [[UInt8]], later shift: Int64) -> [UInt8] {
        var bytes: [UInt8] = []
        for part in parts {
            switch part {
            case .literal(let literal): bytes += literal
            case .id(let number): bytes += ids[number]
            case .time(let time): bytes += "\(time + shift)".utf8
            }
        }
        return bytes
    }
}

/// A closed session of the record with everything that belongs to it, ready to be written again as another person's.
struct Template: Sendable {
    /// Ids that every copy has its own of; staff and platform stay.
    private static let ownKinds: Set = ["vs", "iv", "bk", "it", "oc", "ap", "rv", "pr", "sr", "pn", "tx", "ev", "ob"]

    let row: SessionRow
    private let subject: String
    private let state: Pattern
    private let events: [(row: EventRow, payload: Pattern)]
    private let texts: [PersonalTextRow]
    private let bookings: [BookingRow]
    private let reviews: [ReviewRow]
    private let outcomes: [OutcomeRow]
    private let inForce: OutcomeID?
    private let notices: [(row: OutboxRow, payload: Pattern)]
    private let asked: [String]
    private let ids: IDList

    /// Whether an interview began, so that there is a scorecard.
    let isWhole: Bool

    /// The ids of one session, each with a number.
    private struct IDList {
        private(set) var all: [String] = []
        private var numbers: [String: Int] = [:]

        func number(_ id: String) -> Int? { numbers[id] }

        mutating func add(_ id: String) -> Int? {
            if let known = numbers[id] { return known }
            guard Template.ownKinds.contains(String(id.prefix(2))) else { return nil }
            numbers[id] = all.count
            all.append(id)
            return all.count - 1
        }
    }

    /// - Returns: `nil` where the session goes on, or has to do with another session.
    init?(_ id: SessionID, _ transaction: any ReadTransaction) throws {
        guard let row = try transaction.session(id), !row.isOpen, row.dueAt == nil,
            try transaction.sessions(of: row.person).count == 1,
            let person = try transaction.person(row.person)
        else { return nil }
        let session = try JSONDecoder().decode(VerificationSession.self, from: Data(row.state))
        guard !session.isRedacted, session.openReviews.isEmpty else { return nil }
        var list = IDList()
        func pattern(_ bytes: [UInt8]) -> Pattern {
            Pattern(bytes) { list.add(String(decoding: $0, as: UTF8.self)) }
        }
        self.row = row
        subject = person.subject
        isWhole = session.attempts.contains { $0.startedAt != nil }
        state = pattern(row.state)
        events = try transaction.events(of: id).map { ($0, pattern($0.payload)) }
        texts = try transaction.personalTexts(of: id)
        bookings = try session.attempts.compactMap { try transaction.booking($0.booking) }
        reviews = try session.reviews.compactMap { try transaction.review($0.id) }
        outcomes = try transaction.outcomes(of: id).filter { $0.state == .issued }
        inForce = try transaction.outcomeInForce(of: row.person)?.id
        notices = try transaction.outbox(of: id).filter { $0.state == .delivered }.map { ($0, pattern($0.payload)) }
        asked = try transaction.askedQuestions(of: row.person).sorted()
        ids = list
    }

    // MARK: Writing it again

    /// Everything of one copy, encoded and signed.
    struct Copy: Sendable {
        var person: PersonRow
        var row: SessionRow
        var events: [EventRow]
        var texts: [PersonalTextRow]
        var bookings: [BookingRow]
        var reviews: [ReviewRow]
        var outcomes: [(row: OutcomeRow, token: String)]
        var inForce: OutcomeID?
        var notices: [OutboxRow]
        var asked: [String]
    }

    /// - Parameters:
    ///   - name: which copy; no two have the same.
    ///   - shift: how much later all its times are, in milliseconds.
    ///   - generator: draws ids and status slots.
    ///   - secret: makes the person's subject.
    ///   - signer: signs its outcomes.
    ///   - isSlotTaken: whether a status slot is another outcome's.
    /// - Returns: everything that is to be stored.
    /// - Throws: ``PopulateFailure`` where no slot is free, and whatever reading and signing throw.
    func copy(
        _ name: String, later shift: Int64, _ generator: inout SeededGenerator, secret: ServerSecret,
        signer: FileKeySigner, isSlotTaken: (Int) throws -> Bool
    ) throws -> Copy {
        let new = ids.all.map { Self.again($0, later: shift, &generator) }
        let bytes = new.map { Array($0.utf8) }
        func id<Kind>(_ old: Identifier<Kind>) -> Identifier<Kind> {
            Identifier(unchecked: ids.number(old.rawValue).map { new[$0] } ?? old.rawValue)
        }
        func later(_ instant: Instant) -> Instant {
            Instant(millisecondsSinceEpoch: instant.millisecondsSinceEpoch + shift)
        }
        let person = PersonRow(
            id: id(row.person), platform: row.platform,
            subject: secret.subject(platform: row.platform.rawValue, reference: "populated-\(name)"))
        /// The subject is no id: it stands in the opening event and in the state.
        func withSubject(_ text: [UInt8]) -> [UInt8] {
            Array(
                String(decoding: text, as: UTF8.self).replacing("\"\(subject)\"", with: "\"\(person.subject)\"").utf8)
        }
        let session: SessionID = id(row.id)
        return Copy(
            person: person,
            row: SessionRow(
                id: session, platform: row.platform, person: person.id, status: row.status, isOpen: false,
                version: row.version, dueAt: nil, createdAt: later(row.createdAt),
                state: withSubject(state.written(ids: bytes, later: shift))),
            events: events.map { event, payload in
                var payload = payload.written(ids: bytes, later: shift)
                if event.version == 1 { payload = withSubject(payload) }
                let eventID: Identifier<EventIDKind> = .generated(
                    at: later(event.at), high: generator.next(), low: generator.next())
                return EventRow(
                    id: eventID.rawValue, session: session, version: event.version, kind: event.kind,
                    payloadVersion: event.payloadVersion, payload: payload, actor: event.actor, at: later(event.at))
            },
            texts: texts.map { PersonalTextRow(id: id($0.id), session: session, kind: $0.kind, text: $0.text) },
            bookings: bookings.map {
                BookingRow(
                    id: id($0.id), interview: id($0.interview), session: session, person: person.id,
                    interviewer: $0.interviewer, startsAt: later($0.startsAt), endsAt: later($0.endsAt), state: $0.state
                )
            },
            reviews: reviews.map {
                ReviewRow(
                    id: id($0.id), session: session, kind: $0.kind, assignee: $0.assignee, isOpen: $0.isOpen,
                    dueAt: $0.dueAt.map(later), createdAt: later($0.createdAt))
            },
            outcomes: try outcomes.map { outcome in
                var claims = try PreparedOutcome(stored: outcome.signingInput).claims
                claims.identifier = id(outcome.id).rawValue
                claims.subject = person.subject
                claims.issuedAt += shift / 1000
                claims.notBefore += shift / 1000
                claims.expires += shift / 1000
                claims.supersedes = claims.supersedes.map { id(OutcomeID(unchecked: $0)).rawValue }
                if let scorecard = claims.scorecard {
                    claims.scorecard?.id = id(InterviewID(unchecked: scorecard.id)).rawValue
                }
                if let verified = claims.verified {
                    claims.verified?.procedure = id(InterviewID(unchecked: verified.procedure)).rawValue
                    claims.verified?.time = Instant(rfc3339: verified.time).map { later($0).rfc3339 } ?? verified.time
                }
                let slot = try StatusListSnapshot.randomFreeIndex(using: &generator, isTaken: isSlotTaken)
                guard let slot else {
                    throw PopulateFailure("The status list is full: fill the record with fewer whole cases.")
                }
                claims.status.index = Int64(slot)
                let prepared = PreparedOutcome.prepare(claims, keyID: signer.keyID)
                let token = try signer.sign(SigningPermit(OutcomeLint().check(prepared), stored: prepared.bytes))
                return (
                    OutcomeRow(
                        id: id(outcome.id), session: session, person: person.id, platform: outcome.platform,
                        state: .intent,
                        determination: outcome.determination, signingInput: prepared.bytes, keyID: signer.keyID,
                        statusIndex: slot, statusValue: outcome.statusValue, token: nil,
                        expiresAt: later(outcome.expiresAt), createdAt: later(outcome.createdAt)), token.text
                )
            },
            inForce: inForce.map { id($0) },
            notices: notices.map { notice, payload in
                let noticeID: Identifier<NoticeIDKind> = .generated(
                    at: later(notice.createdAt), high: generator.next(), low: generator.next())
                return OutboxRow(
                    id: noticeID.rawValue, session: session, channel: notice.channel, message: notice.message,
                    recipient: notice.recipient, payload: payload.written(ids: bytes, later: shift), state: .delivered,
                    dueAt: later(notice.dueAt), attempts: notice.attempts, createdAt: later(notice.createdAt))
            },
            asked: asked)
    }

    /// An id of the same kind whose time is later; outcome ids tell no time and are drawn anew.
    private static func again(_ id: String, later shift: Int64, _ generator: inout SeededGenerator) -> String {
        let prefix = String(id.prefix(3))
        guard prefix != "oc_" else { return prefix + RandomText.base32(characters: 26, using: &generator) }
        let alphabet = Array("0123456789abcdefghjkmnpqrstvwxyz")
        let time = id.dropFirst(3).prefix(10).reduce(Int64(0)) { ($0 << 5) | Int64(alphabet.firstIndex(of: $1) ?? 0) }
        let made: Identifier<SessionKind> = .generated(
            at: Instant(millisecondsSinceEpoch: time + shift), high: generator.next(), low: generator.next())
        return prefix + made.rawValue.dropFirst(3)
    }
}

enum EventIDKind: IdentifierKind { static let prefix = "ev_" }
enum NoticeIDKind: IdentifierKind { static let prefix = "ob_" }

struct PopulateFailure: Error, CustomStringConvertible {
    let description: String

    init(_ sentence: String) {
        description = sentence
    }
}
