import Foundation
import GRDB
public import SignedOutcomes
public import Workflow

/// A database's file looked at from outside: without a store around it, without upgrading it, without writing to it. It may
/// be in use by a running server.
public final class RecordFile: Sendable {
    /// The newest schema that this program knows.
    public static var newestSchema: Int64 { Migration.all.last?.version ?? 0 }

    public let path: String
    /// The schema that the file has; 0 where it was made but never filled.
    public let schema: Int64
    private let queue: DatabaseQueue

    /// Opens the file for reading.
    ///
    /// - Parameter path: the database.
    /// - Throws: ``StorageFailure/unavailable(_:)`` with a sentence for the operator where there is no such file, where it belongs
    ///   to another program or a newer Candor, is damaged, or cannot be read.
    public init(path: String) throws {
        self.path = path
        (queue, schema) = try translatingErrors {
            try DatabaseFile.check(path)
            let queue = try DatabaseQueue(path: path, configuration: Self.configuration)
            return (queue, try queue.read(SchemaUpgrade.version))
        }
    }

    /// Refuses a path where something else lies than a database of Candor; one where nothing lies will do.
    ///
    /// - Throws: ``StorageFailure/unavailable(_:)`` with a sentence for the operator.
    public static func refuseForeign(_ path: String) throws {
        var info = stat()
        guard stat(path, &info) == 0, info.st_size > 0 else { return }
        try DatabaseFile.check(path)
    }

    /// Ends the reading. A file that was opened is also closed with its last reference.
    public func close() throws {
        try translatingErrors { try queue.close() }
    }

    /// Reads the record in one transaction; personal texts open where the key that sealed them is given.
    ///
    /// - Parameters:
    ///   - master: the key of the personal texts.
    ///   - body: what is read. Long work belongs outside: a transaction keeps the log from being emptied.
    /// - Returns: what `body` returns.
    /// - Throws: what `body` throws, and ``StorageFailure/unavailable(_:)`` where the file cannot be read.
    public func read<Value>(master: MasterKey? = nil, _ body: (any ReadTransaction) throws -> Value) throws -> Value {
        try translatingErrors {
            try queue.read { try body(SQLiteTransaction($0, master ?? .ephemeral())) }
        }
    }

    /// The same without the record's meaning: one transaction on the connection itself.
    func reading<Value>(_ body: (Database) throws -> Value) throws -> Value { try queue.read(body) }

    /// Whether this key is the one that the record's personal texts are sealed with; `nil` where the record knows none yet.
    public func wasSealed(with master: MasterKey) throws -> Bool? {
        guard schema >= 3 else { return nil }
        return try translatingErrors {
            try queue.read { try Data.fetchOne($0, sql: "SELECT fingerprint FROM master_key WHERE id = 1") }.map {
                [UInt8]($0) == master.fingerprint
            }
        }
    }

    /// What SQLite itself finds wrong with the file, its indexes and references.
    ///
    /// - Parameter limit: how many defects are looked for at most.
    /// - Returns: a few words for each defect; empty where the file is sound.
    /// - Throws: ``StorageFailure/unavailable(_:)`` where the file cannot be read at all.
    public func damage(limit: Int = 20) throws -> [String] {
        do {
            return try queue.read { connection in
                let damage = try String.fetchAll(connection, sql: "PRAGMA integrity_check(\(limit))").filter {
                    $0 != "ok"
                }
                let broken = try Row.fetchAll(
                    connection, sql: "SELECT DISTINCT \"table\" FROM pragma_foreign_key_check LIMIT \(limit)"
                ).map { "a row of \(try Columns(row: $0).text(0)) refers to a row that is not there" }
                return damage + broken
            }
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CORRUPT {
            return [error.message ?? "a page cannot be read"]
        } catch {
            throw storageError(error)
        }
    }

    static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "candor.care"
        configuration.readonly = true
        configuration.busyMode = .timeout(10)
        configuration.publicStatementArguments = false
        configuration.prepareDatabase { connection in
            try connection.execute(sql: "PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;")
        }
        return configuration
    }
}
