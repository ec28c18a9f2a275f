import Synchronization
import Timekeeping
import Workflow

/// Counts that are kept for twenty times as long as counting took: a small service always sees the present, and a large one spends at
/// most a twentieth of a reader on its own figures. Whoever asks while something is being counted waits for that same count.
final class SharedCounts<Value: Sendable>: Sendable {
    private struct Slot {
        var counting: Task<Value, any Error>
        /// `nil` while it is being counted.
        var until: ContinuousClock.Instant?
    }

    private let slots = Mutex<[String: Slot]>([:])
    private let longest: Duration

    init(longest: Duration) {
        self.longest = longest
    }

    func value(_ key: String, count: @escaping @Sendable () async throws -> Value) async throws -> Value {
        let now = ContinuousClock().now
        let counting = slots.withLock { slots in
            if let slot = slots[key], slot.until.map({ $0 > now }) ?? true { return slot.counting }
            // A task of its own: whoever asked first may leave while others still wait.
            let counting = Task { try await self.counted(key, count) }
            slots[key] = Slot(counting: counting, until: nil)
            return counting
        }
        return try await counting.value
    }

    private func counted(_ key: String, _ count: @Sendable () async throws -> Value) async throws -> Value {
        let clock = ContinuousClock()
        let began = clock.now
        do {
            let value = try await count()
            let done = clock.now
            let until = done + min((done - began) * 20, longest)
            slots.withLock { $0[key]?.until = until }
            return value
        } catch {
            slots.withLock { $0[key] = nil }
            throw error
        }
    }
}

/// The figures of one range with the time at which they were counted.
struct CountedStatistics: Sendable {
    var statistics: CourseStatistics
    var countedAt: Instant
}

/// What the overview tells, counted together.
struct CountedOverview: Sendable {
    var health: Workbench.Health
    var found: Workbench.Contradictions
}
