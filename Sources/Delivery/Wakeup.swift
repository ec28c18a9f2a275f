import Synchronization

/// Wakes a worker when there is something new, or after a while anyway. Many signals while it works are one.
public final class Wakeup: Sendable {
    private struct State {
        var isSignalled = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    public init() {}

    public func signal() {
        let waiter = state.withLock { state -> CheckedContinuation<Void, Never>? in
            defer { state.waiter = nil }
            if state.waiter == nil { state.isSignalled = true }
            return state.waiter
        }
        waiter?.resume()
    }

    /// Returns at the next signal, after the time given, or when the task is cancelled.
    func wait(atMost limit: Duration) async {
        let timer = Task { [weak self] in
            // Cancelled means that somebody else woke us: a signal then would keep the worker spinning.
            guard (try? await Task.sleep(for: limit)) != nil else { return }
            self?.signal()
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isReady = state.withLock { state -> Bool in
                    guard !state.isSignalled, !Task.isCancelled else {
                        state.isSignalled = false
                        return true
                    }
                    state.waiter = continuation
                    return false
                }
                if isReady { continuation.resume() }
            }
        } onCancel: {
            signal()
        }
        timer.cancel()
    }
}
