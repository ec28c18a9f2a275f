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
        let html: ByteBuffer
    }

    /// Only the pages of one minute are kept: what is older is of no use to anybody, and personal.
    private struct State {
        var minute: Int64 = 0
        var entries: [Key: Entry] = [:]
    }

    /// Some ten megabytes.
    private static let capacity = 512
    private let state = Mutex(State())

    func html(_ key: Key, version: Int, now: Instant) -> ByteBuffer? {
        state.withLock { state in
            guard state.minute == Self.minute(now), let entry = state.entries[key], entry.version == version else {
                return nil
            }
            return entry.html
        }
    }

    func keep(_ html: ByteBuffer, for key: Key, version: Int, now: Instant) {
        let minute = Self.minute(now)
        state.withLock { state in
            // Full or stale, it begins anew: what is asked for again comes back by itself.
            if state.minute != minute || state.entries.count >= Self.capacity { state = State(minute: minute) }
            state.entries[key] = Entry(version: version, html: html)
        }
    }

    private static func minute(_ now: Instant) -> Int64 { now.secondsSinceEpoch / 60 }
}
