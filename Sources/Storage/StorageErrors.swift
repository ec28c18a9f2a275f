import GRDB
import Workflow

/// A write that contradicts the record: a used id, a row that is not there, a rule of the schema.
///
/// Its sentence names tables, columns and rules, never values.
public struct RecordRefusal: Error, Equatable, Sendable, CustomStringConvertible {
    public let sentence: String

    public var description: String { sentence }
}

func translatingErrors<Value>(_ body: () throws -> Value) throws -> Value {
    do {
        return try body()
    } catch {
        throw storageError(error)
    }
}

/// What SQLite reports, in the port's words; only its fixed message is used, never the statement or its arguments.
func storageError(_ error: any Error) -> any Error {
    guard let error = error as? DatabaseError else { return error }
    switch error.resultCode {
    case .SQLITE_BUSY, .SQLITE_LOCKED:
        return StorageFailure.unavailable(
            "The database stayed locked longer than the busy timeout: end the other program that writes to it, then try again."
        )
    case .SQLITE_FULL:
        return StorageFailure.unavailable(
            "The disk is full: free space on the database's volume. Nothing of this write was kept.")
    case .SQLITE_IOERR:
        return StorageFailure.unavailable(
            "The disk failed to read or write the database: look at the system's log, then at the backups.")
    case .SQLITE_CORRUPT, .SQLITE_NOTADB:
        return StorageFailure.unavailable(
            "The database file is damaged: stop Candor, keep a copy of the file, and restore the last backup.")
    case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
        return StorageFailure.unavailable(
            "The database may not be written: give the user that runs Candor the file and its folder.")
    case .SQLITE_CANTOPEN:
        return StorageFailure.unavailable(
            "The database cannot be opened: check that its folder exists and belongs to the user that runs Candor.")
    case .SQLITE_MISUSE:
        return StorageFailure.unavailable("The store is closed or a statement does not fit its arguments.")
    case .SQLITE_NOMEM, .SQLITE_PROTOCOL:
        return StorageFailure.unavailable("The database could not be used just now: free memory, then try again.")
    default:
        return RecordRefusal(sentence: error.message ?? "SQLite refused the statement.")
    }
}
