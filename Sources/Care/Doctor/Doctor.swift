import Foundation
import OutcomeVerifier
import SignedOutcomes
import Storage
import Synchronization
public import Timekeeping
public import Verification

/// Looks a whole record over: its files, its schema, every stream against its projection, and the laws over what is stored.
///
/// Sessions are read in small groups, each in a transaction of its own, so that memory does not grow with the record and a
/// running server can go on emptying its log.
public struct Doctor: Sendable {
    public var data: DataDirectory
    /// The server's clock, which in a demo runs ahead.
    public var now: Instant
    /// The policy of a version, or the current one where that version is gone.
    public var policy: @Sendable (String) -> Policy

    /// How much was looked at.
    public struct Summary: Sendable, Equatable {
        public var sessions = 0
        public var events = 0
        public var outcomes = 0
        public var findings = 0
    }

    public init(data: DataDirectory, now: Instant, policy: @escaping @Sendable (String) -> Policy) {
        self.data = data
        self.now = now
        self.policy = policy
    }

    /// How many sessions one transaction reads.
    private static let groupSize = 16

    /// Looks everything over.
    ///
    /// - Parameters:
    ///   - progress: how many sessions are done.
    ///   - report: told of each finding when it is found, on several threads.
    /// - Returns: how much was looked at.
    /// - Throws: a sentence where the record cannot be looked at at all.
    public func examine(
        progress: @escaping ProgressReport, report: @escaping @Sendable (Finding) -> Void
    ) throws -> Summary {
        let summary = Mutex(Summary())
        let found: @Sendable (Finding) -> Void = { finding in
            summary.withLock { $0.findings += 1 }
            report(finding)
        }
        let record = try RecordFile(path: data.database)
        let keys = KeyFolder(data: data, record: record, report: found)
        FolderCheck(data: data).run(found)
        guard try examineFile(record, found) else { return summary.withLock { $0 } }
        for rule in RecordRule.allCases {
            try record.breaches(of: rule, at: now) { found(Finding(rule.kind, $0)) }
        }
        let queue = Mutex(Queue(total: try record.sessionCount()))
        let failure = Mutex<(any Error)?>(nil)
        DispatchQueue.concurrentPerform(iterations: max(1, min(8, ProcessInfo.processInfo.activeProcessorCount))) { _ in
            do {
                // A connection for each thread: they read beside each other.
                let reader = try RecordFile(path: data.database)
                let check = SessionCheck(record: reader, master: keys.master, verifier: keys.verifier, policy: policy)
                while failure.withLock({ $0 == nil }) {
                    let ids = try queue.withLock { try $0.next(from: record, Self.groupSize) }
                    if ids.isEmpty { break }
                    let counted = try check.run(ids, found)
                    summary.withLock {
                        $0.sessions += ids.count
                        $0.events += counted.events
                        $0.outcomes += counted.outcomes
                    }
                    let (done, total) = queue.withLock { ($0.finish(ids.count), $0.total) }
                    progress(CareProgress(step: "examining", done: done, total: max(done, total)))
                }
            } catch {
                failure.withLock { $0 = error }
            }
        }
        if let error = failure.withLock({ $0 }) { throw error }
        return summary.withLock { $0 }
    }

    private struct Queue {
        let total: Int
        private var last = ""
        private var done = 0

        init(total: Int) {
            self.total = total
        }

        mutating func next(from record: RecordFile, _ limit: Int) throws -> [String] {
            let ids = try record.sessionIDs(after: last, limit: limit)
            last = ids.last ?? last
            return ids
        }

        mutating func finish(_ count: Int) -> Int {
            done += count
            return done
        }
    }

    /// False where what the file holds cannot be understood, so that there is no use in looking further.
    private func examineFile(_ record: RecordFile, _ report: (Finding) -> Void) throws -> Bool {
        let damage = try record.damage()
        for defect in damage { report(Finding(.file, "The file \(record.path) is damaged: \(defect).")) }
        guard damage.isEmpty else { return false }
        guard record.schema == RecordFile.newestSchema else {
            report(
                Finding(
                    .schema,
                    "The record has schema \(record.schema), and this program \(RecordFile.newestSchema); streams were not looked at.",
                    remedy: "Back it up, and start the server of this version once, which brings it up to date."))
            return false
        }
        let differences = try record.schemaDifferences()
        for difference in differences { report(Finding(.schema, "In the schema, \(difference)")) }
        return differences.isEmpty
    }
}

extension RecordRule {
    var kind: Finding.Kind {
        switch self {
        case .doubleBooking, .missingCells, .staleCells: .booking
        case .openSessions, .sequencer, .eventsOfAnotherPlatform: .projection
        case .oneOutcomeInForce, .unsignedOutcomes: .outcome
        case .textsWithoutKey: .texts
        case .undelivered, .overdueNotices: .delivery
        }
    }
}
