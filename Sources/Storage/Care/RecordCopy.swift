import Foundation
import GRDB
import Workflow

extension RecordFile {
    /// Copies the record as it is at this moment into a new file, beside a server that goes on writing.
    ///
    /// One read transaction spans the copy. Copying page by page without it begins anew with every commit in between, so that it
    /// would never end under load. Meanwhile the log cannot be emptied: it grows by what is written while the copy runs.
    ///
    /// The copy is one file, without a log: it can be read where nothing can be written.
    ///
    /// - Parameters:
    ///   - destination: a path where no file is.
    ///   - progress: told after each step how many pages are done, of how many.
    /// - Throws: ``StorageFailure/unavailable(_:)`` with a sentence for the operator; what was written by then is the caller's to
    ///   remove.
    public func copy(
        to destination: String, progress: @escaping (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws {
        let descriptor = Foundation.open(destination, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw StorageFailure.unavailable(
                "The copy \(destination) cannot be made (\(String(cString: strerror(errno)))): name another place.")
        }
        Foundation.close(descriptor)
        do {
            let target = try DatabaseQueue(path: destination, configuration: Self.copying)
            try reading { source in
                // The snapshot begins with the first statement and not with BEGIN.
                _ = try Int.fetchOne(source, sql: "SELECT count(*) FROM sqlite_schema")
                try target.writeWithoutTransaction { target in
                    try source.backup(to: target, pagesPerStep: Self.pagesPerStep) {
                        progress($0.completedPageCount, $0.totalPageCount)
                    }
                    // The header still speaks of a log beside the file.
                    try target.execute(sql: "PRAGMA journal_mode = DELETE")
                }
            }
            try target.close()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_FULL {
            throw StorageFailure.unavailable(
                "There is no room for the copy at \(destination): free space there, or name another place. Nothing of it was kept."
            )
        } catch {
            throw storageError(error)
        }
    }

    /// A megabyte of 4096-byte pages: often enough for a progress bar, seldom enough to cost nothing.
    private static let pagesPerStep: CInt = 256

    /// Whoever copies makes the file durable when it is complete; an incomplete one is thrown away.
    private static var copying: Configuration {
        var configuration = Configuration()
        configuration.label = "candor.copy"
        configuration.publicStatementArguments = false
        configuration.prepareDatabase { connection in
            try connection.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;")
        }
        return configuration
    }
}

/// What happens to a copy before it becomes the record again.
public enum RestoredRecord {
    /// How far ahead of the copy a restored record's numbering begins.
    public static let leap: Int64 = 1_000_000_000

    /// Moves the numbers that others remember past whatever was given out after the copy was made: the positions in the feed, by
    /// which platforms ask for news, and the status list's version. Without it new events would come under positions that a
    /// platform has read past already, and would never be fetched.
    ///
    /// - Parameter path: the copy, not yet in its place.
    /// - Throws: ``StorageFailure/unavailable(_:)`` with a sentence for the operator.
    public static func renumber(_ path: String) throws {
        try translatingErrors {
            var configuration = Configuration()
            configuration.label = "candor.restore"
            configuration.prepareDatabase {
                try $0.execute(sql: "PRAGMA synchronous = FULL; PRAGMA trusted_schema = OFF;")
            }
            let queue = try DatabaseQueue(path: path, configuration: configuration)
            try queue.write { connection in
                guard try SchemaUpgrade.version(connection) > 0 else { return }
                try connection.execute(
                    sql: """
                        UPDATE sequencer SET position = position + \(leap);
                        UPDATE status_list SET version = version + \(leap);
                        """)
            }
            try queue.close()
        }
    }

    /// Moves an older record's log into its file, so that the file alone is the whole of it.
    ///
    /// - Parameter path: the record, which no server uses.
    /// - Returns: false where the file is too damaged for it, or no database of Candor at all.
    /// - Throws: ``StorageFailure/unavailable(_:)`` where another program reads it, or it cannot be written.
    public static func settle(_ path: String) throws -> Bool {
        do {
            try DatabaseFile.check(path)
        } catch {
            return false
        }
        do {
            guard try DatabaseFile.settle(path) else {
                throw StorageFailure.unavailable(
                    "Another program reads the record at \(path): wait for it to end, then try again.")
            }
            return true
        } catch let error as DatabaseError where [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode) {
            return false
        } catch {
            throw storageError(error)
        }
    }
}
