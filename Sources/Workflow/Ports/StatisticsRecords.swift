public import Timekeeping
public import Verification

/// One session reduced to what is counted: moments, numbers and the three words that it is grouped by.
///
/// Nothing here names a person. The store hands them over one at a time, so that counting takes the same memory for ten
/// sessions and for a hundred thousand.
public struct SessionCourse: Sendable, Equatable {
    public var openedAt: Instant
    /// The first booking.
    public var bookedAt: Instant?
    /// When the first interview began.
    public var heldAt: Instant?
    /// When the first outcome was issued.
    public var decidedAt: Instant?
    /// As the platform declared them at opening.
    public var timeZone: String
    public var language: String?
    public var skills: [DeclaredSkill]
    /// Interviews that ended through technical trouble, by fault party.
    public var aborts: [String: Int]
    /// Measured calls, by verdict.
    public var lines: [String: Int]
    public var proposals: Int
    /// Proposals that nobody decided in time, in the person's favour.
    public var lapses: Int
    /// Results that an appeal turned round at once.
    public var reversals: Int
    public var appealsGranted: Int
    public var appealsRefused: Int

    public init(
        openedAt: Instant, bookedAt: Instant? = nil, heldAt: Instant? = nil, decidedAt: Instant? = nil,
        timeZone: String, language: String? = nil, skills: [DeclaredSkill] = [], aborts: [String: Int] = [:],
        lines: [String: Int] = [:], proposals: Int = 0, lapses: Int = 0, reversals: Int = 0, appealsGranted: Int = 0,
        appealsRefused: Int = 0
    ) {
        self.openedAt = openedAt
        self.bookedAt = bookedAt
        self.heldAt = heldAt
        self.decidedAt = decidedAt
        self.timeZone = timeZone
        self.language = language
        self.skills = skills
        self.aborts = aborts
        self.lines = lines
        self.proposals = proposals
        self.lapses = lapses
        self.reversals = reversals
        self.appealsGranted = appealsGranted
        self.appealsRefused = appealsRefused
    }
}

/// How the outbox stands.
public struct OutboxSummary: Sendable, Equatable {
    /// Waiting for their time or for delivery.
    public var pending: Int
    /// Those of them whose time has come.
    public var due: Int
    /// Given up after every attempt, and not sent again since.
    public var failed: Int
    /// Since when the oldest of the due ones has been due.
    public var oldestDueSince: Instant?

    public init(pending: Int, due: Int, failed: Int, oldestDueSince: Instant?) {
        self.pending = pending
        self.due = due
        self.failed = failed
        self.oldestDueSince = oldestDueSince
    }
}

/// A notice on its way, without what it says.
public struct DeliveryRow: Sendable, Equatable {
    /// The place in the outbox; orders the list.
    public var number: Int64
    public var id: String
    public var session: SessionID?
    public var message: String
    public var recipient: String
    public var state: OutboxRow.State
    public var dueAt: Instant
    public var attempts: Int
    public var createdAt: Instant
    public var deliveredAt: Instant?
    /// Whether a copy of a failed one was put into the outbox.
    public var isSentAgain: Bool

    public init(
        number: Int64, id: String, session: SessionID?, message: String, recipient: String, state: OutboxRow.State,
        dueAt: Instant, attempts: Int, createdAt: Instant, deliveredAt: Instant?, isSentAgain: Bool
    ) {
        self.number = number
        self.id = id
        self.session = session
        self.message = message
        self.recipient = recipient
        self.state = state
        self.dueAt = dueAt
        self.attempts = attempts
        self.createdAt = createdAt
        self.deliveredAt = deliveredAt
        self.isSentAgain = isSentAgain
    }
}

extension OutboxRow {
    /// A copy of a failed notice bears its id with this behind it.
    public static let copyMark = "a"
}

/// An outcome about which the platform last said something that does not fit.
public struct AcknowledgedOutcomeRow: Sendable, Equatable {
    public var outcome: OutcomeID
    public var session: SessionID
    public var platform: PlatformID
    public var determination: String
    /// As in ``OutcomeRow/statusValue``.
    public var statusValue: Int
    public var state: String
    public var accountState: String?
    public var at: Instant

    public init(
        outcome: OutcomeID, session: SessionID, platform: PlatformID, determination: String, statusValue: Int,
        state: String, accountState: String?, at: Instant
    ) {
        self.outcome = outcome
        self.session = session
        self.platform = platform
        self.determination = determination
        self.statusValue = statusValue
        self.state = state
        self.accountState = accountState
        self.at = at
    }
}

/// What a list of sessions shows to somebody who only looks after the service.
public struct SessionListRow: Sendable, Equatable {
    public var id: SessionID
    public var platform: PlatformID
    public var status: String
    public var createdAt: Instant
    public var dueAt: Instant?

    public init(id: SessionID, platform: PlatformID, status: String, createdAt: Instant, dueAt: Instant?) {
        self.id = id
        self.platform = platform
        self.status = status
        self.createdAt = createdAt
        self.dueAt = dueAt
    }
}

public protocol StatisticsReading {
    /// Hands over every session opened in [from, to), in order of time, one at a time.
    func eachCourse(from: Instant, to: Instant, _ body: (SessionCourse) throws -> Void) throws
    /// Declared skills of open sessions, by id in the taxonomy.
    func openDemand() throws -> [String: Int]
    func sessionCounts() throws -> [String: Int]
    /// Newest first, after `cursor` exclusively; of one status or of one person where they are given.
    func sessions(status: String?, person: PersonID?, after cursor: SessionID?, limit: Int) throws -> [SessionListRow]
    /// Sessions that the clock had overtaken by that instant, most overdue first, with how many there are.
    func sessionsOverdue(since instant: Instant, limit: Int) throws -> (count: Int, rows: [SessionListRow])
    func outboxSummary(at instant: Instant) throws -> OutboxSummary
    /// Newest first, before `number` exclusively.
    func deliveries(state: OutboxRow.State?, before number: Int64?, limit: Int) throws -> [DeliveryRow]
    func deliveries(of session: SessionID, limit: Int) throws -> [DeliveryRow]
    /// Outcomes whose latest acknowledgement does not fit what is in force, newest first.
    func contradictedOutcomes(limit: Int) throws -> [AcknowledgedOutcomeRow]
    /// Outcomes that were prepared before that instant and are not signed yet.
    func unsignedOutcomes(preparedBefore instant: Instant) throws -> Int
    /// What the record takes on the disk, its log not counted.
    func databaseBytes() throws -> Int64
    /// When each member of staff last signed in with a browser.
    func lastSignIns() throws -> [StaffID: Instant]
}
