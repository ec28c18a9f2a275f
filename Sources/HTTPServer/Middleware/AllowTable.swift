import HTTPTypes
import Synchronization

/// Which methods each registered address takes, for 405 and its `Allow` field: the router itself answers 404 for both.
public final class AllowTable: Sendable {
    private struct Entry {
        var segments: [String]
        var methods: [String]
    }

    private let entries = Mutex<[Entry]>([])

    public init() {}

    func add(_ route: Route) {
        let segments = Self.segments(route.pattern)
        // HEAD goes wherever GET goes.
        let methods = route.method == .get ? ["GET", "HEAD"] : [route.method.rawValue]
        entries.withLock { entries in
            if let index = entries.firstIndex(where: { $0.segments == segments }) {
                entries[index].methods = Set(entries[index].methods).union(methods).sorted()
            } else {
                entries.append(Entry(segments: segments, methods: methods))
            }
        }
    }

    /// In alphabetic order; empty where no route has this path.
    func methods(path: String) -> [String] {
        let segments = Self.segments(path)
        return entries.withLock { entries in
            let found = entries.filter { entry in
                entry.segments.count == segments.count
                    && zip(entry.segments, segments).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
            }
            return Set(found.flatMap(\.methods)).sorted()
        }
    }

    private static func segments(_ path: String) -> [String] {
        path.split(separator: "/").map(String.init)
    }
}
