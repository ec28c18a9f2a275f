public import Timekeeping
public import Verification

/// The record: everything that Candor must still know after power was cut.
///
/// Both closures are synchronous and run on a storage thread, never on the cooperative pool. A write is a savepoint inside a
/// batch: when the call returns, the batch was committed durably; when the closure throws, nothing of it remains. A write that
/// has begun is not undone by the cancellation of its task.
public protocol Store: Sendable {
    func read<Value: Sendable>(_ body: @escaping @Sendable (any ReadTransaction) throws -> Value) async throws -> Value
    func write<Value: Sendable>(_ body: @escaping @Sendable (any WriteTransaction) throws -> Value) async throws
        -> Value
    /// Another number after every commit, by whomever; `nil` where that cannot be told. Read before a transaction, it says whether what
    /// that transaction found still stands.
    func changeMark() -> Int64?
}

/// What storage reports besides results.
public enum StorageFailure: Error, Equatable, Sendable {
    /// The stream has moved on since it was loaded: load again and decide again.
    case staleVersion
    /// The store cannot be used now (locked longer than its patience, disk full, damaged); the sentence is for the operator.
    case unavailable(String)
    /// A stored text could not be decoded; the record is damaged or was written by a newer version.
    case undecodable(String)

    /// Whether the same may well succeed later.
    public var isPassing: Bool {
        switch self {
        case .staleVersion, .unavailable: true
        case .undecodable: false
        }
    }
}

/// One consistent view of the record.
public protocol ReadTransaction: SessionReading, PersonReading, StaffReading, BookingReading, CredentialReading,
    ReviewReading, OutcomeReading, QualityReading, PersonalDataReading, OutboxReading, IdempotencyReading,
    SettingReading
{}

public protocol WriteTransaction: ReadTransaction, SessionWriting, PersonWriting, StaffWriting, BookingWriting,
    CredentialWriting, ReviewWriting, OutcomeWriting, QualityWriting, PersonalDataWriting, OutboxWriting,
    IdempotencyWriting, SettingWriting
{}

// MARK: Sessions and events

/// A session's projection as stored: what is searched for, and its whole state as JSON.
public struct SessionRow: Sendable, Equatable {
    public var id: SessionID
    public var platform: PlatformID
    public var person: PersonID
    public var status: String
    /// Whether the session keeps its person from having another.
    public var isOpen: Bool
    public var version: Int
    /// When the clock alone changes something about this session, if ever.
    public var dueAt: Instant?
    public var createdAt: Instant
    public var state: [UInt8]

    public init(
        id: SessionID, platform: PlatformID, person: PersonID, status: String, isOpen: Bool, version: Int,
        dueAt: Instant?, createdAt: Instant, state: [UInt8]
    ) {
        self.id = id
        self.platform = platform
        self.person = person
        self.status = status
        self.isOpen = isOpen
        self.version = version
        self.dueAt = dueAt
        self.createdAt = createdAt
        self.state = state
    }
}

/// One event as stored. `position` orders the feed over all streams and is 0 until the store has assigned it.
public struct EventRow: Sendable, Equatable {
    public var id: String
    public var session: SessionID
    public var version: Int
    public var position: Int64
    public var kind: String
    public var payloadVersion: Int
    public var payload: [UInt8]
    /// Who caused it: `platform:pl_…`, `candidate`, `staff:st_…`, `policy` or `clock`.
    public var actor: String
    public var at: Instant

    public init(
        id: String, session: SessionID, version: Int, position: Int64 = 0, kind: String, payloadVersion: Int,
        payload: [UInt8], actor: String, at: Instant
    ) {
        self.id = id
        self.session = session
        self.version = version
        self.position = position
        self.kind = kind
        self.payloadVersion = payloadVersion
        self.payload = payload
        self.actor = actor
        self.at = at
    }
}

/// What tells whether something that was derived from a session still holds.
public struct SessionStamp: Sendable, Equatable {
    public var platform: PlatformID
    public var version: Int
    public var dueAt: Instant?

    public init(platform: PlatformID, version: Int, dueAt: Instant?) {
        self.platform = platform
        self.version = version
        self.dueAt = dueAt
    }
}

public protocol SessionReading {
    func session(_ id: SessionID) throws -> SessionRow?
    /// The few columns that a cache has to look at.
    func sessionStamp(_ id: SessionID) throws -> SessionStamp?
    /// The one session of a person that is open, if any.
    func openSession(of person: PersonID) throws -> SessionID?
    /// All sessions of a person, oldest first.
    func sessions(of person: PersonID) throws -> [SessionRow]
    /// A platform's sessions, newest first (by id), after `cursor` exclusively.
    func sessions(of platform: PlatformID, status: String?, after cursor: SessionID?, limit: Int) throws -> [SessionRow]
    /// Sessions that the clock has overtaken, most overdue first.
    func sessionsDue(at instant: Instant, limit: Int) throws -> [SessionID]
    /// A session's events in order of version.
    func events(of session: SessionID) throws -> [EventRow]
    /// The feed of a platform: events after a position, in order of position.
    func events(of platform: PlatformID, afterPosition: Int64, limit: Int) throws -> [EventRow]
}

public protocol SessionWriting {
    /// Adds a new session with its first events.
    ///
    /// Returns the open session that is in the way instead of storing, where the person already has one.
    func insert(_ session: SessionRow, events: [EventRow]) throws -> SessionID?
    /// Appends events and replaces the projection, if the stream still is at `expected`; throws ``StorageFailure/staleVersion`` otherwise.
    ///
    /// Where the row's `isOpen` turns true again (reopening, an appeal) and another session of the person is open, throws
    /// ``StorageFailure/staleVersion`` as well; use cases check ``SessionReading/openSession(of:)`` first in the same transaction.
    func append(_ events: [EventRow], to session: SessionRow, expecting expected: Int) throws
}

// MARK: People and platforms

public struct PlatformRow: Sendable, Equatable {
    public var id: PlatformID
    public var name: String
    public var keyHash: [UInt8]
    public var isDemo: Bool
    public var createdAt: Instant

    public init(id: PlatformID, name: String, keyHash: [UInt8], isDemo: Bool, createdAt: Instant) {
        self.id = id
        self.name = name
        self.keyHash = keyHash
        self.isDemo = isDemo
        self.createdAt = createdAt
    }
}

/// One person on one platform. The platform's reference is stored only as its pairwise subject.
public struct PersonRow: Sendable, Equatable {
    public var id: PersonID
    public var platform: PlatformID
    public var subject: String

    public init(id: PersonID, platform: PlatformID, subject: String) {
        self.id = id
        self.platform = platform
        self.subject = subject
    }
}

public protocol PersonReading {
    func platform(_ id: PlatformID) throws -> PlatformRow?
    func platform(keyHash: [UInt8]) throws -> PlatformRow?
    func platforms() throws -> [PlatformRow]
    func person(platform: PlatformID, subject: String) throws -> PersonRow?
    func person(_ id: PersonID) throws -> PersonRow?
    /// Ids of questions that were put to this person in any session.
    func askedQuestions(of person: PersonID) throws -> Set<String>
}

public protocol PersonWriting {
    func insert(_ platform: PlatformRow) throws
    /// Adds the person, or returns the one that is already known by platform and subject.
    func findOrInsert(_ person: PersonRow) throws -> PersonRow
    func recordAsked(_ questions: [String], of person: PersonID, session: SessionID, at: Instant) throws
}

// MARK: Staff

public struct StaffRow: Sendable, Equatable {
    public var id: StaffID
    public var email: String
    public var name: String
    public var roles: Set<StaffRole>
    /// An interviewer's `InterviewerProfile` (availability, skills, languages) as JSON; empty for others.
    public var profile: [UInt8]
    public var suspendedAt: Instant?
    public var createdAt: Instant

    public init(
        id: StaffID, email: String, name: String, roles: Set<StaffRole>, profile: [UInt8], suspendedAt: Instant?,
        createdAt: Instant
    ) {
        self.id = id
        self.email = email
        self.name = name
        self.roles = roles
        self.profile = profile
        self.suspendedAt = suspendedAt
        self.createdAt = createdAt
    }
}

public protocol StaffReading {
    func staff(_ id: StaffID) throws -> StaffRow?
    func staff(email: String) throws -> StaffRow?
    /// Everybody, suspended people included, in order of id.
    func allStaff() throws -> [StaffRow]
}

public protocol StaffWriting {
    func insert(_ staff: StaffRow) throws
    func update(_ staff: StaffRow) throws
}

// MARK: Bookings and the cell lock

public struct BookingRow: Sendable, Equatable {
    public enum State: String, Sendable, Codable, CaseIterable { case booked, cancelled, done }

    public var id: BookingID
    public var interview: InterviewID
    public var session: SessionID
    public var person: PersonID
    public var interviewer: StaffID
    public var startsAt: Instant
    public var endsAt: Instant
    public var state: State

    public init(
        id: BookingID, interview: InterviewID, session: SessionID, person: PersonID, interviewer: StaffID,
        startsAt: Instant, endsAt: Instant, state: State
    ) {
        self.id = id
        self.interview = interview
        self.session = session
        self.person = person
        self.interviewer = interviewer
        self.startsAt = startsAt
        self.endsAt = endsAt
        self.state = state
    }
}

public protocol BookingReading {
    func booking(_ id: BookingID) throws -> BookingRow?
    func booking(interview: InterviewID) throws -> BookingRow?
    /// Bookings in state `booked` or `done` that overlap [from, to), of everybody, in order of start.
    func bookings(from: Instant, to: Instant) throws -> [BookingRow]
    /// An interviewer's bookings that end after `from`, in order of start; cancelled ones included.
    func bookings(of interviewer: StaffID, endingAfter from: Instant, limit: Int) throws -> [BookingRow]
    /// How many interviews (booked or done) each interviewer has that start in [from, to).
    func loads(from: Instant, to: Instant) throws -> [StaffID: Int]
}

public protocol BookingWriting {
    /// Takes every five-minute cell of `holder`'s range for the booking, or none: false where any is taken already.
    /// `holder` is a staff id or a person id as text.
    func takeCells(_ cells: Range<Int64>, holder: String, booking: BookingID) throws -> Bool
    func releaseCells(of booking: BookingID) throws
    func insert(_ booking: BookingRow) throws
    func update(_ booking: BookingRow) throws
}

// MARK: Credentials

public struct CredentialRow: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        case link, code
        case candidate
        case staff
    }

    /// HMAC of the secret under the server's key; the secret itself is never stored.
    public var hash: [UInt8]
    public var kind: Kind
    /// The session for link, code and candidate; the staff id for staff.
    public var subject: String
    public var createdAt: Instant
    public var expiresAt: Instant?
    public var revokedAt: Instant?

    public init(
        hash: [UInt8], kind: Kind, subject: String, createdAt: Instant, expiresAt: Instant?, revokedAt: Instant? = nil
    ) {
        self.hash = hash
        self.kind = kind
        self.subject = subject
        self.createdAt = createdAt
        self.expiresAt = expiresAt
        self.revokedAt = revokedAt
    }
}

public protocol CredentialReading {
    func credential(kind: CredentialRow.Kind, hash: [UInt8]) throws -> CredentialRow?
    /// How often a wrong secret was tried under this bucket since the given time.
    func failedTries(bucket: String, since: Instant) throws -> Int
}

public protocol CredentialWriting {
    func insert(_ credential: CredentialRow) throws
    func revokeCredentials(kind: CredentialRow.Kind, subject: String, at: Instant) throws
    func recordFailedTry(bucket: String, at: Instant) throws
    func clearFailedTries(bucket: String) throws
}

// MARK: Reviews

/// A review as the reviewers' queue needs it; the session's stream is the truth.
public struct ReviewRow: Sendable, Equatable {
    public var id: ReviewID
    public var session: SessionID
    public var kind: String
    public var assignee: StaffID?
    public var isOpen: Bool
    public var dueAt: Instant?
    public var createdAt: Instant

    public init(
        id: ReviewID, session: SessionID, kind: String, assignee: StaffID?, isOpen: Bool, dueAt: Instant?,
        createdAt: Instant
    ) {
        self.id = id
        self.session = session
        self.kind = kind
        self.assignee = assignee
        self.isOpen = isOpen
        self.dueAt = dueAt
        self.createdAt = createdAt
    }
}

public protocol ReviewReading {
    func review(_ id: ReviewID) throws -> ReviewRow?
    /// Open ones first, then by due time; after `cursor` exclusively.
    func reviews(assignee: StaffID, openOnly: Bool, after cursor: ReviewID?, limit: Int) throws -> [ReviewRow]
    func openReviewsWithoutAssignee(limit: Int) throws -> [ReviewRow]
    /// Open reviews per assignee.
    func reviewLoads() throws -> [StaffID: Int]
}

public protocol ReviewWriting {
    func upsert(_ review: ReviewRow) throws
}

// MARK: Outcomes

public struct OutcomeRow: Sendable, Equatable {
    public enum State: String, Sendable, CaseIterable {
        /// Claims stored, not signed yet (step 1).
        case intent
        /// An intent that a crash left unsigned; its id and index are never used again.
        case abandoned
        /// Signed, checked, stored (step 4).
        case issued
    }

    public var id: OutcomeID
    public var session: SessionID
    public var person: PersonID
    public var platform: PlatformID
    public var state: State
    public var determination: String
    /// The exact bytes of header and claims that are signed: the JWS signing input.
    public var signingInput: [UInt8]
    public var keyID: String
    public var statusIndex: Int
    /// 0 valid, 1 invalid, 2 suspended, 3 superseded (IETF Token Status List, two bits).
    public var statusValue: Int
    public var token: String?
    public var expiresAt: Instant
    public var createdAt: Instant

    public init(
        id: OutcomeID, session: SessionID, person: PersonID, platform: PlatformID, state: State, determination: String,
        signingInput: [UInt8], keyID: String, statusIndex: Int, statusValue: Int, token: String?, expiresAt: Instant,
        createdAt: Instant
    ) {
        self.id = id
        self.session = session
        self.person = person
        self.platform = platform
        self.state = state
        self.determination = determination
        self.signingInput = signingInput
        self.keyID = keyID
        self.statusIndex = statusIndex
        self.statusValue = statusValue
        self.token = token
        self.expiresAt = expiresAt
        self.createdAt = createdAt
    }
}

public struct AcknowledgementRow: Sendable, Equatable {
    public var outcome: OutcomeID
    public var state: String
    public var accountState: String?
    public var reason: String?
    public var at: Instant

    public init(outcome: OutcomeID, state: String, accountState: String?, reason: String?, at: Instant) {
        self.outcome = outcome
        self.state = state
        self.accountState = accountState
        self.reason = reason
        self.at = at
    }
}

public protocol OutcomeReading {
    func outcome(_ id: OutcomeID) throws -> OutcomeRow?
    func outcomes(of session: SessionID) throws -> [OutcomeRow]
    /// The one outcome in force for a person and platform.
    func outcomeInForce(of person: PersonID) throws -> OutcomeRow?
    func isStatusIndexTaken(_ index: Int) throws -> Bool
    /// Slots whose value is not 0, of issued outcomes, with the version of the list (grows with each change).
    func statusValues() throws -> (version: Int64, values: [Int: Int])
    func acknowledgements(of outcome: OutcomeID) throws -> [AcknowledgementRow]
}

public protocol OutcomeWriting {
    /// Step 1. Throws where the id or the index was used before.
    func insertIntent(_ outcome: OutcomeRow) throws
    /// Step 4, compare-and-swap on the intent: false where the row is no longer an intent.
    func markIssued(_ id: OutcomeID, token: String, at: Instant) throws -> Bool
    func abandonIntents(of session: SessionID) throws
    /// Also raises the status list's version.
    func setStatus(_ value: Int, of id: OutcomeID) throws
    func setInForce(_ id: OutcomeID?, person: PersonID) throws
    func insert(_ acknowledgement: AcknowledgementRow) throws
}

// MARK: Quality rows

public struct QualityRow: Sendable, Equatable {
    public var interview: InterviewID
    public var side: String
    public var connection: String
    public var sequence: Int64
    public var receivedAt: Instant
    /// The row as `ConnectionQuality.SampleRow` JSON.
    public var sample: [UInt8]

    public init(
        interview: InterviewID, side: String, connection: String, sequence: Int64, receivedAt: Instant, sample: [UInt8]
    ) {
        self.interview = interview
        self.side = side
        self.connection = connection
        self.sequence = sequence
        self.receivedAt = receivedAt
        self.sample = sample
    }
}

public protocol QualityReading {
    func qualityRowCount(of interview: InterviewID, side: String) throws -> Int
    func qualityRows(of interview: InterviewID) throws -> [QualityRow]
}

public protocol QualityWriting {
    /// Keeps the first of equal (interview, side, connection, sequence); returns how many were new.
    func insert(_ rows: [QualityRow]) throws -> Int
}

// MARK: Personal data

/// One text about a person, in the only table that holds such texts.
public struct PersonalTextRow: Sendable, Equatable {
    public var id: PersonalTextID
    public var session: SessionID
    /// What it is: `display_name`, `email`, `reference`, `fact`, `note`, `message`, `statement`, …
    public var kind: String
    public var text: String

    public init(id: PersonalTextID, session: SessionID, kind: String, text: String) {
        self.id = id
        self.session = session
        self.kind = kind
        self.text = text
    }
}

public protocol PersonalDataReading {
    func personalText(_ id: PersonalTextID) throws -> String?
    func personalTexts(of session: SessionID) throws -> [PersonalTextRow]
}

public protocol PersonalDataWriting {
    func insert(_ texts: [PersonalTextRow]) throws
    /// Overwrites with zeros and removes every text of the session.
    func redact(_ session: SessionID) throws
}

// MARK: Outbox

public struct OutboxRow: Sendable, Equatable {
    public enum State: String, Sendable, CaseIterable { case pending, delivered, failed }

    public var id: String
    public var session: SessionID?
    /// `notice` for now; webhooks and calendar invitations come later.
    public var channel: String
    /// The message's id in the catalogue, such as `booking_confirmed`.
    public var message: String
    /// `candidate`, `platform` or `staff:st_…`.
    public var recipient: String
    /// Values and references as JSON; personal texts are looked up at delivery.
    public var payload: [UInt8]
    public var state: State
    public var dueAt: Instant
    public var attempts: Int
    public var createdAt: Instant

    public init(
        id: String, session: SessionID?, channel: String, message: String, recipient: String, payload: [UInt8],
        state: State, dueAt: Instant, attempts: Int, createdAt: Instant
    ) {
        self.id = id
        self.session = session
        self.channel = channel
        self.message = message
        self.recipient = recipient
        self.payload = payload
        self.state = state
        self.dueAt = dueAt
        self.attempts = attempts
        self.createdAt = createdAt
    }
}

public protocol OutboxReading {
    func outbox(_ id: String) throws -> OutboxRow?
    func outbox(of session: SessionID) throws -> [OutboxRow]
    /// Whether anything pending is due and not leased.
    func hasDueNotice(at instant: Instant) throws -> Bool
}

public protocol OutboxWriting {
    func insert(_ message: OutboxRow) throws
    /// Leases up to `limit` pending messages that are due, oldest due first, at most one per session at a time so that order holds,
    /// until `leaseEnd`; a message whose lease ran out can be leased again.
    func leaseOutbox(at instant: Instant, until leaseEnd: Instant, limit: Int) throws -> [OutboxRow]
    func markDelivered(_ id: String, at: Instant) throws
    /// Counts the attempt and sets the next; `nil` gives up.
    func markFailed(_ id: String, nextAttempt: Instant?) throws
}

// MARK: Idempotency and settings

public struct IdempotencyRow: Sendable, Equatable {
    public var scope: String
    public var key: String
    public var fingerprint: [UInt8]
    /// The sealed reply; `nil` while the first request is still in flight.
    public var reply: [UInt8]?
    public var createdAt: Instant

    public init(scope: String, key: String, fingerprint: [UInt8], reply: [UInt8]?, createdAt: Instant) {
        self.scope = scope
        self.key = key
        self.fingerprint = fingerprint
        self.reply = reply
        self.createdAt = createdAt
    }
}

public protocol IdempotencyReading {
    func idempotency(scope: String, key: String) throws -> IdempotencyRow?
}

public protocol IdempotencyWriting {
    /// False where the key is present already.
    func insert(_ row: IdempotencyRow) throws -> Bool
    func setReply(_ reply: [UInt8], scope: String, key: String) throws
    func deleteIdempotency(scope: String, key: String) throws
    func deleteIdempotency(before: Instant) throws
}

public protocol SettingReading {
    /// Small server-wide values such as the demo clock's offset.
    func setting(_ name: String) throws -> String?
}

public protocol SettingWriting {
    func setSetting(_ name: String, to value: String) throws
}
