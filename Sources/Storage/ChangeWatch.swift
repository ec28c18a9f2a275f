import GRDBSQLite
import Synchronization

/// Tells whether anybody has committed anything since the last look: `PRAGMA data_version` on a connection that writes nothing itself.
///
/// The value changes when another connection commits, of this process or of another (sqlite.org/pragma.html#pragma_data_version), and
/// asking costs a look at the log's shared index, no file is read. What was derived from the record holds as long as the mark does.
final class ChangeWatch: Sendable {
    private struct Connection {
        var database: OpaquePointer?
        var statement: OpaquePointer?
    }

    private let connection: Mutex<Connection>

    /// `nil` where the file cannot be watched; then nothing may be remembered.
    init?(path: String) {
        var database: OpaquePointer?
        var statement: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX
        guard sqlite3_open_v2(path, &database, flags, nil) == SQLITE_OK,
            sqlite3_prepare_v2(database, "PRAGMA data_version", -1, &statement, nil) == SQLITE_OK
        else {
            sqlite3_close_v2(database)
            return nil
        }
        connection = Mutex(Connection(database: database, statement: statement))
    }

    /// A number that differs from every earlier one after a commit; `nil` where the database cannot be asked.
    func mark() -> Int64? {
        connection.withLock { connection in
            guard let statement = connection.statement else { return nil }
            defer { sqlite3_reset(statement) }
            guard sqlite3_step(statement) == SQLITE_ROW else { return nil }
            return sqlite3_column_int64(statement, 0)
        }
    }

    func close() {
        connection.withLock { connection in
            sqlite3_finalize(connection.statement)
            sqlite3_close_v2(connection.database)
            connection = Connection()
        }
    }
}
