import Timekeeping
import Verification

/// A notice that was given up is sent once more, after whatever kept it back was mended.
extension Workbench {
    /// Puts a copy of a failed notice into the outbox. The failed one stays as it is; its copy bears its name, so that it is
    /// made once, whoever asks how often. Says whether this call made it.
    public func sendAgain(_ id: String) async throws -> Bool {
        let now = now
        let copy = id + OutboxRow.copyMark
        let isNew = try await store.write { transaction in
            guard var row = try transaction.outbox(id), row.state == .failed else { throw WorkflowFailure.notFound }
            guard try transaction.outbox(copy) == nil else { return false }
            row.id = copy
            row.state = .pending
            row.attempts = 0
            row.dueAt = now
            row.createdAt = now
            try transaction.insert(row)
            return true
        }
        if isNew { outboxChanged() }
        return isNew
    }
}
