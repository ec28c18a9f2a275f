import Dispatch
import Synchronization
import Workflow

/// A store whose reads and writes all happen inside one write transaction of another store.
///
/// The demo cases are thousands of small commands. In one transaction they cost no wait for the disk, and they are there all together or
/// not at all, whenever the process is stopped.
final class OneTransaction: Store {
    private enum Job: Sendable {
        case work(@Sendable (Result<any WriteTransaction, any Error>) -> Void)
        case end(Result<Void, any Error>)
    }

    private struct State {
        var jobs: [Job] = []
        /// Why nothing more can be done, once the transaction is over.
        var fault: (any Error)?
        var mark: Int64 = 0
    }

    private let state = Mutex(State())
    private let arrived = DispatchSemaphore(value: 0)

    private init() {}

    /// Runs `body` with such a store, then commits; where `body` throws, nothing remains.
    static func over<Value: Sendable>(
        _ store: any Store, _ body: @escaping @Sendable (OneTransaction) async throws -> Value
    ) async throws -> Value {
        let own = OneTransaction()
        async let committed: Void = own.open(store)
        let value: Value
        do {
            value = try await body(own)
            own.add(.end(.success(())))
        } catch {
            own.add(.end(.failure(error)))
            // Rolled back for this very error, which says more than what storage makes of it.
            _ = try? await committed
            throw error
        }
        try await committed
        return value
    }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Value
    ) async throws -> Value {
        try await perform { try body($0) }
    }

    func write<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws -> Value {
        state.withLock { $0.mark += 1 }
        return try await perform(body)
    }

    func changeMark() -> Int64? { state.withLock { $0.mark } }

    private func perform<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            add(.work { transaction in continuation.resume(with: Result { try body(transaction.get()) }) })
        }
    }

    private func add(_ job: Job) {
        let fault = state.withLock { state -> (any Error)? in
            if state.fault == nil { state.jobs.append(job) }
            return state.fault
        }
        if let fault, case .work(let work) = job { work(.failure(fault)) }
        arrived.signal()
    }

    private func open(_ store: any Store) async throws {
        do {
            try await store.write { try self.serve($0) }
        } catch {
            // Whoever still waits would wait for ever.
            let left = state.withLock { state -> [Job] in
                state.fault = error
                defer { state.jobs = [] }
                return state.jobs
            }
            for case .work(let work) in left { work(.failure(error)) }
            throw error
        }
    }

    /// On the storage's own writing thread, which has nothing else to do before the server runs.
    private func serve(_ transaction: any WriteTransaction) throws {
        while true {
            arrived.wait()
            guard let job = state.withLock({ $0.jobs.isEmpty ? nil : $0.jobs.removeFirst() }) else { continue }
            switch job {
            case .work(let work): work(.success(transaction))
            case .end(let result): return try result.get()
            }
        }
    }
}
