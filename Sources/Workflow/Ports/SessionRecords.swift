public import Timekeeping
public import Verification

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
