import Synchronization
import Timekeeping
import Workflow

/// Counts that are kept for twenty times as long as counting took: a small service always sees the present, and a large one spends at
/// most a twentieth of a reader on its own figures.
final class CountedStatistics: Sendable {
    struct Entry: Sendable {
        var statistics: CourseStatistics
        var countedAt: Instant
    }

    private struct Kept {
        var entry: Entry
        var until: ContinuousClock.Instant
    }

    private let kept = Mutex<[String: Kept]>([:])

    func entry(
        _ range: String, now: Instant, count: () async throws -> CourseStatistics
    ) async throws -> Entry {
        let clock = ContinuousClock()
        let began = clock.now
        if let kept = kept.withLock({ $0[range] }), kept.until > began { return kept.entry }
        let entry = Entry(statistics: try await count(), countedAt: now)
        let done = clock.now
        kept.withLock { $0[range] = Kept(entry: entry, until: done + (done - began) * 20) }
        return entry
    }
}
