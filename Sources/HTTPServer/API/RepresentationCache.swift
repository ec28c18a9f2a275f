import Hummingbird
import StrictJSON
import Synchronization
import Timekeeping
import Verification

/// Session bodies by session, viewer and version. Everything in one but `now` follows from the session's version and the age of its outcome, so an entry is right
/// exactly as long as the stored version is its own; redaction is an event and so a new version.
final class RepresentationCache: Sendable {
    private struct Key: Hashable {
        let session: SessionID
        let viewer: Viewer
    }

    private struct Entry {
        let version: Int
        /// When an outcome in it ages out, which changes the body without an event.
        let until: Instant?
        /// The object's members after `now`, with the closing brace.
        let rest: [UInt8]
    }

    /// Two generations: when the younger is full, the older is dropped.
    private struct State {
        var young: [Key: Entry] = [:]
        var old: [Key: Entry] = [:]
    }

    private static let capacity = 1024
    private let state = Mutex(State())

    func response(_ session: SessionID, _ viewer: Viewer, version: Int, now: Instant) -> Response? {
        let key = Key(session: session, viewer: viewer)
        let entry = state.withLock { state -> Entry? in
            if let entry = state.young[key] { return entry }
            guard let entry = state.old[key] else { return nil }
            state.young[key] = entry
            return entry
        }
        guard let entry, entry.version == version, entry.until.map({ now < $0 }) ?? true else { return nil }
        return Self.response(entry.rest, now: now)
    }

    /// Keeps a body and answers with it.
    func keep(
        _ body: JSONValue, of session: SessionID, _ viewer: Viewer, version: Int, until: Instant?, now: Instant
    ) -> Response {
        let members = (body.members ?? []).filter { $0.name != "now" }
        let rest = Array(JSONValue.object(members).serialized().dropFirst())
        state.withLock { state in
            state.young[Key(session: session, viewer: viewer)] = Entry(
                version: version, until: until.flatMap { $0 > now ? $0 : nil }, rest: rest)
            guard state.young.count > Self.capacity else { return }
            state.old = state.young
            state.young = [:]
        }
        return Self.response(rest, now: now)
    }

    private static func response(_ rest: [UInt8], now: Instant) -> Response {
        var buffer = ByteBuffer()
        buffer.reserveCapacity(rest.count + 40)
        buffer.writeString("{\"now\":\"\(now.rfc3339)\",")
        buffer.writeBytes(rest)
        return Response(
            status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: buffer))
    }
}
