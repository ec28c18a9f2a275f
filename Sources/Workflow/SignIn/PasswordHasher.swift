import Foundation
import Synchronization

/// Hashes passwords on at most two threads of its own.
///
/// Each hash takes 32 MiB and tens of milliseconds. On the cooperative pool it would hold up every other request; without
/// a bound, a flood of sign-ins would take all memory. So two run, some wait, and whoever comes then is told to come again.
/// No client may fill the line alone, because others would be refused for what it does.
final class PasswordHasher: Sendable {
    /// The line is full.
    struct Overloaded: Error {}

    private struct Job {
        let client: String
        let run: @Sendable () -> Void
    }

    private struct State {
        var threads = 0
        var waiting: [Job] = []
        /// Jobs that wait or run, by client.
        var clients: [String: Int] = [:]
    }

    private let threadLimit: Int
    private let longestLine: Int
    private let placesPerClient: Int
    private let state = Mutex(State())

    init(threadLimit: Int = 2, longestLine: Int = 64, placesPerClient: Int = 4) {
        self.threadLimit = threadLimit
        self.longestLine = longestLine
        self.placesPerClient = placesPerClient
    }

    /// Runs `work` on one of the threads. Throws ``Overloaded`` where no place is left, and whatever `work` throws.
    func run<Value: Sendable>(
        for client: String, _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        try await withCheckedThrowingContinuation { continuation in
            let isTaken = enqueue(Job(client: client) { continuation.resume(with: Result(catching: work)) })
            if !isTaken { continuation.resume(throwing: Overloaded()) }
        }
    }

    private func enqueue(_ job: Job) -> Bool {
        enum Place { case newThread, inLine, none }
        let place = state.withLock { state -> Place in
            let own = state.clients[job.client] ?? 0
            guard own < placesPerClient, state.waiting.count < longestLine else { return .none }
            state.clients[job.client] = own + 1
            guard state.threads < threadLimit else {
                state.waiting.append(job)
                return .inLine
            }
            state.threads += 1
            return .newThread
        }
        switch place {
        case .none: return false
        case .inLine: return true
        case .newThread:
            // A thread lives as long as there is work: starting one costs a thousandth of a hash.
            let thread = Thread { [self] in work(from: job) }
            thread.name = "candor.passwords"
            thread.start()
            return true
        }
    }

    private func work(from first: Job) {
        var job = first
        while true {
            job.run()
            let finished = job
            let next = state.withLock { state -> Job? in
                let left = (state.clients[finished.client] ?? 1) - 1
                state.clients[finished.client] = left > 0 ? left : nil
                guard !state.waiting.isEmpty else {
                    state.threads -= 1
                    return nil
                }
                return state.waiting.removeFirst()
            }
            guard let next else { return }
            job = next
        }
    }
}
