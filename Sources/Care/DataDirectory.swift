import Foundation

/// Where what lies in a data directory.
public struct DataDirectory: Sendable {
    public let path: String

    public init(_ path: String) {
        self.path = path
    }

    public var database: String { "\(path)/\(Self.databaseName)" }
    public var keys: String { "\(path)/\(Self.keysName)" }

    static let databaseName = "candor.sqlite"
    static let keysName = "keys"

    /// The database's log and its index, which SQLite makes and removes by itself.
    var log: [String] { ["\(database)-wal", "\(database)-shm"] }

    /// What lies there that no Candor made; restoring into such a folder would be a mistake about the folder.
    func strangers() -> [String] {
        let own: Set = [Self.keysName, "mail", "server.lock", "lost+found"]
        return Files.names(in: path).filter { !own.contains($0) && !$0.hasPrefix(Self.databaseName) }
    }
}
