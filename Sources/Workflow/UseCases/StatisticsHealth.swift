import OutcomeVerifier
public import SignedOutcomes
public import Timekeeping
import Verification

/// Whether the service is well, and where the record contradicts itself or the world.
extension Workbench {
    public struct Health: Sendable {
        public var outbox: OutboxSummary
        /// Sessions whose deadline the clock has passed without anybody having acted on it.
        public var overdueSessions: Int
        public var oldestOverdue: Instant?
        /// By status.
        public var sessions: [String: Int]
        public var keys: [KeyEntry]
        /// `nil` where no status list can be made or read.
        public var statusListIssuedAt: Instant?
        public var databaseBytes: Int64
        public var isDemo: Bool
        /// By how much a demo's clock was advanced.
        public var clockOffset: TimeSpan
    }

    /// How late a deadline may be acted on before it is worth a look.
    public static let patience = TimeSpan.minutes(10)

    public func health() async throws -> Health {
        let now = now
        let health = try await store.read { transaction in
            let overdue = try transaction.sessionsOverdue(since: now - Self.patience, limit: 1)
            let offset = try transaction.setting("demo_clock_offset_seconds").flatMap { Int($0) } ?? 0
            return Health(
                outbox: try transaction.outboxSummary(at: now), overdueSessions: overdue.count,
                oldestOverdue: overdue.rows.first?.dueAt, sessions: try transaction.sessionCounts(), keys: [],
                statusListIssuedAt: nil, databaseBytes: try transaction.databaseBytes(), isDemo: isDemo,
                clockOffset: .seconds(isDemo ? offset : 0))
        }
        var complete = health
        complete.keys = keys.entries
        complete.statusListIssuedAt = try await statusListIssuedAt()
        return complete
    }

    /// The list is read back as a relying party would read it, with the published keys.
    private func statusListIssuedAt() async throws -> Instant? {
        guard statusLists != nil, let trusted = keys.trustedKeys else { return nil }
        let token = try await statusList()
        do {
            let list = try Verifier(keys: trusted).statusList([UInt8](token.utf8))
            return Instant(secondsSinceEpoch: list.issuedAt)
        } catch {
            // Shown as a list that nobody can use, which is what it is.
            onFailure("reading back the status list", error)
            return nil
        }
    }

    /// What does not fit together, each kind at most so many.
    public struct Contradictions: Sendable {
        /// What a platform says that it applied, or did not, against what is in force.
        public var acknowledgements: [AcknowledgedOutcomeRow]
        /// Cases that the clock has overtaken without anything having happened.
        public var stuck: [SessionListRow]
        public var stuckCount: Int
        /// Open reviews that nobody is eligible for.
        public var unassigned: [ReviewRow]
        /// Outcomes that were prepared and are still not signed.
        public var unsigned: Int
        /// Notices that were given up and not sent again.
        public var failedNotices: Int
        /// Who waits longest for an answer, and how many wait.
        public var unanswered: [UnansweredRow]
        public var unansweredCount: Int
        /// How many of a kind are shown at most. Where as many are, there may be more.
        public var limit: Int

        public var count: Int {
            acknowledgements.count + stuckCount + unassigned.count + unsigned + (failedNotices > 0 ? 1 : 0)
                + unansweredCount
        }
    }

    public func contradictions(limit: Int = 50) async throws -> Contradictions {
        let now = now
        return try await store.read { transaction in
            let stuck = try transaction.sessionsOverdue(since: now - Self.patience, limit: limit)
            return Contradictions(
                acknowledgements: try transaction.contradictedOutcomes(limit: limit), stuck: stuck.rows,
                stuckCount: stuck.count, unassigned: try transaction.openReviewsWithoutAssignee(limit: limit),
                unsigned: try transaction.unsignedOutcomes(preparedBefore: now - Self.patience),
                failedNotices: try transaction.outboxSummary(at: now).failed,
                unanswered: try transaction.unanswered(limit: limit),
                unansweredCount: try transaction.unansweredCount(), limit: limit)
        }
    }
}
