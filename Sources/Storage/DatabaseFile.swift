import Foundation
import GRDB
import Workflow

/// Makes sure, before SQLite opens a path for writing, that the file there is ours or does not exist yet.
enum DatabaseFile {
    /// "Cndr" in ASCII: SQLite's application id of Candor's databases (SQLite file format, section 1.3.13).
    static let applicationID: UInt32 = 0x436E_6472

    /// Creates the file with mode 0600 where there is none, and refuses one that another program wrote.
    static func prepare(at path: String) throws {
        let descriptor = open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
            return try mark(path)
        }
        let code = errno
        guard code == EEXIST else {
            throw StorageFailure.unavailable(
                "The database \(path) cannot be created (\(String(cString: strerror(code)))): make its folder, owned by the "
                    + "user that runs Candor.")
        }
        // An empty file is what a crash leaves between creating and marking.
        if try readHeader(path).isEmpty { return try mark(path) }
        try check(path)
    }

    /// Refuses a file that is absent, cannot be read, or is no database of Candor; changes nothing.
    static func check(_ path: String) throws {
        guard access(path, F_OK) == 0 || errno != ENOENT else {
            throw StorageFailure.unavailable(
                "There is no record at \(path): name the data directory, or start `candor serve` once.")
        }
        let header = try readHeader(path)
        guard header.count == 100, header.starts(with: Array("SQLite format 3\0".utf8)),
            header[68..<72].reduce(UInt32(0), { $0 << 8 | UInt32($1) }) == applicationID
        else {
            throw StorageFailure.unavailable(
                "The file \(path) is not a database of Candor; it was left untouched. Name another path.")
        }
    }

    /// Writes the application id through a rollback journal, so that it is in the file itself before any log exists.
    private static func mark(_ path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { connection in
            try connection.execute(sql: "PRAGMA synchronous = FULL; PRAGMA application_id = \(applicationID)")
        }
        try queue.close()
    }

    /// Moves the log into the file and removes it, on a connection of its own; false where somebody else still uses the file.
    static func settle(_ path: String) throws -> Bool {
        let queue = try DatabaseQueue(path: path)
        let isBlocked = try queue.writeWithoutTransaction {
            try Int.fetchOne($0, sql: "PRAGMA wal_checkpoint(TRUNCATE)") ?? 0
        }
        try queue.close()
        return isBlocked == 0
    }

    private static func readHeader(_ path: String) throws -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        var header = [UInt8](repeating: 0, count: 100)
        let count = descriptor < 0 ? -1 : read(descriptor, &header, header.count)
        let code = errno
        if descriptor >= 0 { close(descriptor) }
        guard count >= 0 else {
            throw StorageFailure.unavailable(
                "The database \(path) cannot be read (\(String(cString: strerror(code)))): give the user that runs Candor "
                    + "access to it.")
        }
        return Array(header.prefix(count))
    }
}
