import Timekeeping
import Verification

/// A notice that was given up is sent once more, after whatever kept it back was mended.
extension Workbench {
    /// Puts a copy of a failed notice into the outbox. The failed one stays as it is; its copy bears its name, so that it is
    /// made once, whoever asks how often.
    public func sendAgain(_ id: String) async throws {
        let now = now
        let copy = id + Self.copyMark
        try await store.write { transaction in
            guard var row = try transaction.outbox(id), row.state == .failed else { throw WorkflowFailure.notFound }
            guard try transaction.outbox(copy) == nil else { return }
            row.id = copy
            row.state = .pending
            row.attempts = 0
            row.dueAt = now
            row.createdAt = now
            try transaction.insert(row)
        }
        outboxChanged()
    }

    private static let copyMark = "a"
}
