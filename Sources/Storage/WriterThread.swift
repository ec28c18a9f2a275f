import Dispatch
import Foundation
import GRDB
import SignedOutcomes
import Synchronization
import Workflow

/// One caller's write on its way to the disk.
struct PendingWrite: Sendable {
    typealias Reply = @Sendable () -> Void

    /// Runs the caller's closure and returns the reply, which must be held back until the commit.
    let run: @Sendable (SQLiteTransaction) throws -> Reply
    let fail: @Sendable (any Error) -> Void
}

/// The one thread that writes, in groups: all writes that wait share one durable commit.
///
/// Waiting for the disk is what a write costs; a thread of its own keeps that wait off the cooperative pool, and
/// sharing it lets fifty bookings at once cost about as much as one.
final class WriterThread: Sendable {
    private struct Queue {
        var waiting: [PendingWrite] = []
        var isClosing = false
    }

    private let database: any DatabaseWriter
    private let master: MasterKey
    private let largestBatch: Int
    private let longestQueue: Int
    private let queue = Mutex(Queue())
    private let wake = DispatchSemaphore(value: 0)
    private let stopped = DispatchSemaphore(value: 0)

    init(database: any DatabaseWriter, master: MasterKey, largestBatch: Int, longestQueue: Int) {
        self.database = database
        self.master = master
        self.largestBatch = largestBatch
        self.longestQueue = longestQueue
        let thread = Thread { [self] in run() }
        thread.name = "candor.writer"
        thread.start()
    }

    /// Hands a write over; it is answered exactly once.
    func enqueue(_ write: PendingWrite) {
        enum Acceptance { case first, later, closed, full }
        let acceptance = queue.withLock { queue -> Acceptance in
            if queue.isClosing { return .closed }
            if queue.waiting.count >= longestQueue { return .full }
            queue.waiting.append(write)
            return queue.waiting.count == 1 ? .first : .later
        }
        switch acceptance {
        case .first: wake.signal()
        case .later: break
        case .closed: write.fail(StorageFailure.unavailable("The store is closed; start Candor again."))
        case .full:
            write.fail(
                StorageFailure.unavailable("Too many writes wait for the disk; try again, or move to a faster disk."))
        }
    }

    /// How many writes wait for their turn.
    var waitingCount: Int { queue.withLock { $0.waiting.count } }

    /// Lets the thread end once it has written what waits.
    func stop() {
        queue.withLock { $0.isClosing = true }
        wake.signal()
    }

    func waitUntilStopped() {
        stopped.wait()
        // So that closing twice does not wait for ever.
        stopped.signal()
    }

    private func run() {
        var mustRebuild = false
        var mustTruncateLog = false
        while true {
            wake.wait()
            while let batch = nextBatch() {
                if commit(batch) { mustRebuild = true }
                if mustRebuild, rebuild() { (mustRebuild, mustTruncateLog) = (false, true) }
                if mustTruncateLog { mustTruncateLog = !truncateLog() }
            }
            if queue.withLock({ $0.isClosing && $0.waiting.isEmpty }) { break }
        }
        stopped.signal()
    }

    private func nextBatch() -> [PendingWrite]? {
        queue.withLock { queue in
            guard !queue.waiting.isEmpty else { return nil }
            let batch = Array(queue.waiting.prefix(largestBatch))
            queue.waiting.removeFirst(batch.count)
            return batch
        }
    }

    /// Runs each write in its own savepoint, commits once, then answers all; true where a write redacted personal
    /// texts.
    private func commit(_ batch: [PendingWrite]) -> Bool {
        var replies: [PendingWrite.Reply] = []
        var hasRedacted = false
        do {
            try database.writeWithoutTransaction { connection in
                try connection.inTransaction(.immediate) {
                    for write in batch {
                        let transaction = SQLiteTransaction(connection, master)
                        replies.append(try attempt(write, transaction, connection))
                        hasRedacted = hasRedacted || transaction.hasRedacted
                    }
                    return .commit
                }
            }
        } catch {
            // Nothing of the batch remains. A write that had failed on its own hears the same, because what it was
            // refused for may have been a neighbour's write that is gone now.
            let failure = lost(error)
            for write in batch { write.fail(failure) }
            return false
        }
        for reply in replies { reply() }
        return hasRedacted
    }

    /// One write within the batch: kept as a whole, or rolled back to its beginning without touching its neighbours.
    private func attempt(
        _ write: PendingWrite, _ transaction: SQLiteTransaction, _ connection: Database
    ) throws -> PendingWrite.Reply {
        var reply: PendingWrite.Reply?
        do {
            try connection.inSavepoint {
                reply = try write.run(transaction)
                return .commit
            }
        } catch {
            // SQLite ends the whole transaction by itself on a full disk or a failed read; then the neighbours are gone
            // too.
            guard connection.isInsideTransaction else { throw error }
            let failure = storageError(error)
            return { write.fail(failure) }
        }
        return reply ?? { write.fail(StorageFailure.unavailable("The write did not run.")) }
    }

    private func lost(_ error: any Error) -> StorageFailure {
        switch storageError(error) {
        case let failure as StorageFailure: failure
        case let refusal as RecordRefusal:
            .unavailable("The batch could not be committed and was undone (\(refusal.sentence)); try again.")
        default: .unavailable("The batch could not be committed and was undone; try again.")
        }
    }

    /// Writes every page of the database anew after a redaction.
    ///
    /// `secure_delete` clears what is deleted, but not the copies that moving cells between pages left behind in their gaps; a copy of a
    /// wrapped key would still open with the master key. It takes time in proportion to the database, and redactions are rare.
    private func rebuild() -> Bool {
        do {
            try database.writeWithoutTransaction { try $0.execute(sql: "VACUUM") }
            return true
        } catch {
            return false
        }
    }

    /// Moves the log into the database and empties it, so that a redacted text is on no page of either file.
    ///
    /// Without patience: where a reader still uses the log, the next batch tries again, and closing the store does it
    /// in any case.
    private func truncateLog() -> Bool {
        do {
            return try database.writeWithoutTransaction { connection in
                let patience = try Int.fetchOne(connection, sql: "PRAGMA busy_timeout") ?? 0
                try connection.execute(sql: "PRAGMA busy_timeout = 0")
                defer { try? connection.execute(sql: "PRAGMA busy_timeout = \(patience)") }
                let isBlocked = try Int.fetchOne(connection, sql: "PRAGMA wal_checkpoint(TRUNCATE)") ?? 1
                guard isBlocked == 0 else { return false }
                try connection.execute(sql: "UPDATE master_key SET must_rebuild = 0 WHERE id = 1")
                return true
            }
        } catch {
            return false
        }
    }
}
