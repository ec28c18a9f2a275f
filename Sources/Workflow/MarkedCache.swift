import Synchronization

/// Answers of the record that hold until anything is committed: an entry counts only while the store's mark is the one read before the
/// answer was looked up. Bounded by two generations; when the younger is full, the older is dropped.
final class MarkedCache<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct State {
        var mark: Int64?
        var young: [Key: Value] = [:]
        var old: [Key: Value] = [:]
    }

    private let capacity: Int
    private let state = Mutex(State())

    init(capacity: Int) {
        self.capacity = capacity
    }

    func value(_ key: Key, mark: Int64?) -> Value? {
        guard let mark else { return nil }
        return state.withLock { state in
            guard state.mark == mark else { return nil }
            return state.young[key] ?? state.old[key]
        }
    }

    func keep(_ value: Value, for key: Key, mark: Int64?) {
        guard let mark else { return }
        state.withLock { state in
            if state.mark != mark {
                state = State()
                state.mark = mark
            }
            state.young[key] = value
            guard state.young.count > capacity else { return }
            state.old = state.young
            state.young = [:]
        }
    }
}
