import Foundation
import Settings
import SignedOutcomes
import Storage
import Synchronization
import Testing
import Timekeeping
import Verification

@testable import Workflow

/// A workbench over a record of its own, whose clock the test turns and whose reads it counts.
struct SignInBench: Sendable {
    static let password = "correct horse battery staple"
    let bench: Workbench
    let store: CountingStore
    let clock = HandClock()

    /// Staff of the given addresses, all with ``password``; the hashes cost little, since it is not cost that these tests are about.
    init(people: [String] = ["r@staff.example"], demo: Bool = false, meetingURL: String? = nil) async throws {
        let folder = Self.root.appending(path: UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let store = CountingStore(try SQLiteStore.open(path: folder.appending(path: "candor.sqlite").path))
        self.store = store
        let content = try Self.content.get()
        bench = Workbench(
            store: store,
            content: PublishedContent(
                taxonomy: content.taxonomy, kits: content.kits, identityChecks: content.identityChecks,
                policies: content.policies, currentPolicy: content.currentPolicy, reasons: content.reasons),
            clock: clock, secret: try #require(ServerSecret(Array(repeating: 7, count: 32))),
            keys: try KeyRing.open(directory: folder.appending(path: "keys").path, now: clock.now()),
            publicURL: "http://127.0.0.1:1", isDemo: demo, meetingURL: meetingURL,
            random: { UInt64.random(in: .min ... .max) }, zones: ZoneCache(), outboxChanged: {}, onFailure: { _, _ in })
        for email in people {
            let id = try await bench.addStaff(email: email, name: "A reviewer", roles: [.reviewer], profile: nil)
            let hash = try await bench.hashed(Password(Self.password), costLog2: 4, for: "test")
            let now = clock.now()
            try await store.write {
                try $0.setPassword(StaffPasswordRow(staff: id, hash: hash, changedAt: now))
            }
        }
    }

    /// What a sign-in from a client of this name comes to.
    func signIn(
        _ email: String = "r@staff.example", _ password: String = SignInBench.password,
        from client: String = "192.0.2.1"
    ) async throws -> Entry {
        do {
            return .token(try await bench.signIn(email: email, password: password, client: client))
        } catch WorkflowFailure.unauthenticated {
            return .wrong
        } catch WorkflowFailure.tooManyTries(let seconds) {
            return .wait(seconds)
        }
    }

    /// A token of a session that was just begun.
    func token(_ email: String = "r@staff.example") async throws -> String {
        try await bench.signIn(email: email, password: Self.password, client: "192.0.2.1")
    }

    func staff(_ email: String = "r@staff.example") async throws -> StaffID {
        try #require(try await store.read { try $0.staff(email: email) }).id
    }

    enum Entry: Equatable {
        case token(String), wrong, wait(Int)
        var isToken: Bool { if case .token = self { true } else { false } }
    }

    /// One folder for everything that a run of these tests writes. Stores stay open as long as their tests hold them, so it is removed at
    /// exit.
    private static let root: URL = {
        atexit { try? FileManager.default.removeItem(at: SignInBench.rootLocation) }
        return rootLocation
    }()

    private static var rootLocation: URL {
        FileManager.default.temporaryDirectory.appending(
            path: "candor-workflow-\(ProcessInfo.processInfo.processIdentifier)")
    }

    private static let content = Result {
        try Content.load(
            directory: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
                .deletingLastPathComponent().appending(path: "Config").path)
    }
}

/// A clock that stands until it is turned.
final class HandClock: WallClock {
    private let time = Mutex(Instant(secondsSinceEpoch: 1_900_000_000))

    func now() -> Instant { time.withLock { $0 } }
    func advance(_ span: TimeSpan) { time.withLock { $0 = $0 + span } }
}

/// Hands on to a real store and counts how often it is asked.
final class CountingStore: Store {
    private let base: SQLiteStore
    private let counts = Mutex((reads: 0, writes: 0))

    init(_ base: SQLiteStore) {
        self.base = base
    }

    var reads: Int { counts.withLock { $0.reads } }
    var writes: Int { counts.withLock { $0.writes } }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Value
    ) async throws -> Value {
        counts.withLock { $0.reads += 1 }
        return try await base.read(body)
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws -> Value {
        counts.withLock { $0.writes += 1 }
        return try await base.write(body)
    }

    func changeMark() -> Int64? { base.changeMark() }
}
