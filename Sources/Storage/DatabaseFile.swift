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
        let header = try readHeader(path)
        // An empty file is what a crash leaves between creating and marking.
        if header.isEmpty { return try mark(path) }
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

    private static func readHeader(_ path: String) throws -> [UInt8] {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw StorageFailure.unavailable(
                "The database \(path) cannot be read: give the user that runs Candor access to it.")
        }
        defer { try? file.close() }
        return Array(try file.read(upToCount: 100) ?? Data())
    }
}
