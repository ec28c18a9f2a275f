import Synchronization
import Timekeeping
import Workflow

/// The clock that the demo cases live by, and the order in which they live: one at a time, whoever's next step is earliest.
///
/// So the record fills as it would in life, event after event in order of time over all cases, and the same on every run.
final class Timetable: WallClock {
    private struct Waiting {
        let instant: Instant
        let order: Int
        let next: CheckedContinuation<Void, Never>
    }

    private struct State {
        var now: Instant
        var running: Int
        var waiting: [Waiting] = []
    }

    private let state: Mutex<State>

    /// Begins at `start`; each of so many lives has to ``reach(_:order:)`` some first instant, and to ``leave()`` in the end.
    init(from start: Instant, lives: Int) {
        state = Mutex(State(now: start, running: lives))
    }

    func now() -> Instant { state.withLock { $0.now } }

    /// Waits until it is that time and nobody has anything left to do before; time never goes back.
    func reach(_ instant: Instant, order: Int) async throws {
        await withCheckedContinuation { continuation in
            let next = state.withLock { state -> Waiting? in
                state.waiting.append(Waiting(instant: instant, order: order, next: continuation))
                return Self.pause(&state)
            }
            next?.next.resume()
        }
        // When one case fails, the others need not be lived to their end.
        try Task.checkCancellation()
    }

    func leave() {
        state.withLock { Self.pause(&$0) }?.next.resume()
    }

    /// One life pauses; when none is left running, the earliest that waits goes on.
    private static func pause(_ state: inout State) -> Waiting? {
        state.running -= 1
        guard state.running == 0,
            let index = state.waiting.indices.min(by: { left, right in
                let (one, other) = (state.waiting[left], state.waiting[right])
                return (one.instant, one.order) < (other.instant, other.order)
            })
        else { return nil }
        let chosen = state.waiting.remove(at: index)
        state.now = max(state.now, chosen.instant)
        state.running = 1
        return chosen
    }
}
