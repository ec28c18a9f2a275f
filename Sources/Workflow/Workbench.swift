import ConnectionQuality
import OutcomeVerifier
public import Scheduling
public import SignedOutcomes
import Synchronization
public import Timekeeping
public import Verification

/// What Candor publishes about itself and judges by, loaded once from `Config/`.
public struct PublishedContent: Sendable {
    public var taxonomy: Taxonomy
    public var kits: [InterviewKit]
    public var identityChecks: [IdentityCheck]
    /// Every policy that a running session may have begun under, by version.
    public var policies: [String: Policy]
    public var currentPolicy: Policy
    public var reasons: [ReasonCode: ReasonTexts]

    public init(
        taxonomy: Taxonomy, kits: [InterviewKit], identityChecks: [IdentityCheck], policies: [String: Policy],
        currentPolicy: Policy, reasons: [ReasonCode: ReasonTexts]
    ) {
        self.taxonomy = taxonomy
        self.kits = kits
        self.identityChecks = identityChecks
        self.policies = policies
        self.currentPolicy = currentPolicy
        self.reasons = reasons
    }
}

/// The server's clock. The whole server reads this one, so that demo mode can advance it.
public protocol WallClock: Sendable {
    func now() -> Instant
}

/// The tools that every use case works with. The composition root makes the only live one.
public struct Workbench: Sendable {
    public let store: any Store
    public let content: PublishedContent
    public let clock: any WallClock
    public let secret: ServerSecret
    public let keys: KeyRing
    /// Without a trailing slash; `iss`, links and metadata come from it, never from a request.
    public let publicURL: String
    public let isDemo: Bool
    /// Where interviews are held while Candor has no room of its own, with `{room}` in the place of the room's name.
    public let meetingURL: String?
    /// Unpredictable 64 bits.
    public let random: @Sendable () -> UInt64
    public let zones: ZoneCache
    /// Told that the outbox has something new, so that nobody waits for a timer.
    public let outboxChanged: @Sendable () -> Void
    /// Told of what went wrong beside a request, for the log; the name holds ids only.
    let onFailure: @Sendable (_ what: String, any Error) -> Void
    let issuing = IssuingSessions()
    let decoded = SessionCache()
    let profiles = ProfileCache()
    let claims = BookingClaims()
    let knownBearers = MarkedCache<String, KnownBearer>(capacity: 4096)
    let knownWebSessions = MarkedCache<String, KnownWebSession>(capacity: 1024)
    let passwords = PasswordHasher()
    let stamps = MarkedCache<SessionID, SessionStamp>(capacity: 4096)
    /// `nil` where no key for status lists is active.
    let statusLists: StatusListPublisher?

    public init(
        store: any Store, content: PublishedContent, clock: any WallClock, secret: ServerSecret, keys: KeyRing,
        publicURL: String, isDemo: Bool, meetingURL: String? = nil, random: @escaping @Sendable () -> UInt64,
        zones: ZoneCache,
        outboxChanged: @escaping @Sendable () -> Void,
        onFailure: @escaping @Sendable (_ what: String, any Error) -> Void
    ) {
        self.store = store
        self.content = content
        self.clock = clock
        self.secret = secret
        self.keys = keys
        self.publicURL = publicURL
        self.isDemo = isDemo
        self.meetingURL = meetingURL
        self.random = random
        self.zones = zones
        self.outboxChanged = outboxChanged
        self.onFailure = onFailure
        statusLists = keys.activeKeyID(.status).flatMap { keyID in
            keys.signer(.status).map {
                StatusListPublisher(uri: "\(publicURL)/status/1", keyID: keyID, signer: $0)
            }
        }
    }

    /// Times that Candor sets are whole seconds.
    public var now: Instant { clock.now().wholeSeconds }

    /// The policy under which a session began; the current one where that version is gone.
    public func policy(of session: VerificationSession) -> Policy {
        content.policies[session.policyVersion] ?? content.currentPolicy
    }

    func newID<Kind: IdentifierKind>(_ kind: Kind.Type = Kind.self) -> Identifier<Kind> {
        .generated(at: now, high: random(), low: random())
    }

    /// A secret for a bearer: a prefix and 160 random bits in base 32.
    func newToken(prefix: String) -> String {
        var generator = BitSource(next64: random)
        return prefix + randomBase32(32, &generator)
    }

    func randomBase32(_ characters: Int, _ generator: inout BitSource) -> String {
        RandomText.base32(characters: characters, using: &generator)
    }
}

/// Adapts the injected randomness to what takes a generator.
struct BitSource: RandomNumberGenerator {
    let next64: @Sendable () -> UInt64
    mutating func next() -> UInt64 { next64() }
}

/// Remembers the rules of each time zone: reading one takes a file.
public final class ZoneCache: Sendable {
    private let rules = Mutex<[String: TimeZoneRules]>([:])

    public init() {}

    /// Throws ``TimeZoneError`` for a zone that the system does not know.
    public func rules(_ identifier: String) throws -> TimeZoneRules {
        if let known = rules.withLock({ $0[identifier] }) { return known }
        let loaded = try TimeZoneRules.load(identifier)
        // The names that exist are few; whatever else was asked for threw above.
        rules.withLock { $0[identifier] = loaded }
        return loaded
    }
}

/// What this process is signing at the moment: whoever else needs a session's outcome waits for the one task that issues it.
final class IssuingSessions: Sendable {
    private let tasks = Mutex<[SessionID: Task<VerificationSession, any Error>]>([:])

    /// Runs `work` for the session, or joins the run under way. The work is not cancelled with its callers.
    func run(
        _ id: SessionID, _ work: @escaping @Sendable () async throws -> VerificationSession
    ) async throws -> VerificationSession {
        let task = tasks.withLock { tasks in
            if let running = tasks[id] { return running }
            let task = Task {
                defer { self.tasks.withLock { $0[id] = nil } }
                return try await work()
            }
            tasks[id] = task
            return task
        }
        return try await task.value
    }
}

/// Decoded sessions by version: a version's state never changes, so an entry is right whenever the stored version equals its own.
final class SessionCache: Sendable {
    private struct Entry {
        var session: VerificationSession
        var usedAt: UInt64
    }

    private struct State {
        var entries: [SessionID: Entry] = [:]
        var tick: UInt64 = 0
    }

    private static let capacity = 2048
    private let state = Mutex(State())

    func session(_ id: SessionID, version: Int) -> VerificationSession? {
        state.withLock { state in
            guard var entry = state.entries[id], entry.session.version == version else { return nil }
            state.tick += 1
            entry.usedAt = state.tick
            state.entries[id] = entry
            return entry.session
        }
    }

    func keep(_ session: VerificationSession) {
        state.withLock { state in
            state.tick += 1
            state.entries[session.id] = Entry(session: session, usedAt: state.tick)
            guard state.entries.count > Self.capacity else { return }
            let old = state.entries.sorted { $0.value.usedAt < $1.value.usedAt }.prefix(Self.capacity / 4)
            for (id, _) in old { state.entries[id] = nil }
        }
    }
}
