import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization
import Timekeeping
import Verification

/// Rendered pages of candidates that show nothing but their own case: right as long as the case's version stands.
///
/// A page also says how far away a time is, so none is given for longer than the minute in which it was rendered. The
/// browser's secret is part of the key: a page holds the secrets of its forms, and belongs to one browser alone. Nothing is
/// looked up here before the bearer was found good.
final class PageCache: Sendable {
    struct Key: Hashable, Sendable {
        let bearer: String
        let path: String
        let query: String?
        /// What the language is chosen by, besides the profile.
        let chosenLanguage: String?
        let acceptLanguage: String?
    }

    private struct Entry {
        let version: Int
        let minute: Int64
        let html: ByteBuffer
    }

    /// Two generations: when the younger is full, the older is dropped.
    private struct State {
        var young: [Key: Entry] = [:]
        var old: [Key: Entry] = [:]
    }

    private static let capacity = 512
    private let state = Mutex(State())

    func html(_ key: Key, version: Int, now: Instant) -> ByteBuffer? {
        let entry = state.withLock { $0.young[key] ?? $0.old[key] }
        guard let entry, entry.version == version, entry.minute == Self.minute(now) else { return nil }
        return entry.html
    }

    func keep(_ html: ByteBuffer, for key: Key, version: Int, now: Instant) {
        state.withLock { state in
            state.young[key] = Entry(version: version, minute: Self.minute(now), html: html)
            guard state.young.count > Self.capacity else { return }
            state.old = state.young
            state.young = [:]
        }
    }

    private static func minute(_ now: Instant) -> Int64 { now.secondsSinceEpoch / 60 }
}
