import Synchronization

/// Pages that are the same for everybody, kept as they were rendered: the addresses are few, and so are the languages.
final class RenderedPages: Sendable {
    private let replies = Mutex<[String: StoredReply]>([:])

    func reply(_ key: String) -> StoredReply? { replies.withLock { $0[key] } }

    func keep(_ reply: StoredReply, _ key: String) { replies.withLock { $0[key] = reply } }
}
