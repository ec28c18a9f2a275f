import Foundation
import GRDB
import SignedOutcomes
public import Timekeeping
public import Workflow

/// The record in one SQLite file: four readers on the last commit, and one writer that commits in groups.
///
/// Durability is SQLite's `synchronous = FULL` on a write-ahead log: a commit has reached the disk before its callers
/// hear of it.
public final class SQLiteStore: Store, Sendable {
    public struct Options: Sendable {
        /// How long a write waits for another process that holds the database.
        public var busyTimeout: TimeSpan
        public var readers: Int
        /// The most writes that share one commit.
        public var largestBatch: Int
        /// The most writes that wait; one more is refused with ``StorageFailure/unavailable(_:)``.
        public var longestQueue: Int

        public init(
            busyTimeout: TimeSpan = .seconds(10), readers: Int = 4, largestBatch: Int = 128, longestQueue: Int = 4096
        ) {
            self.busyTimeout = busyTimeout
            self.readers = max(1, readers)
            self.largestBatch = max(1, largestBatch)
            self.longestQueue = max(1, longestQueue)
        }
    }

    let database: any DatabaseWriter
    private let master: MasterKey
    let writer: WriterThread
    private let watch: ChangeWatch?
    /// `nil` for a store in memory.
    private let path: String?

    /// Opens the database at `path` and brings its schema up to date; creates the file, mode 0600, in a folder that
    /// exists.
    ///
    /// - Parameters:
    ///   - path: the database's file.
    ///   - keyDirectory: the folder with the master key; by default `keys` beside the file. The key is made where the database
    ///     holds nothing sealed yet, and never again.
    ///   - options: patience and sizes.
    /// - Returns: the store, ready for use.
    /// - Throws: ``StorageFailure/unavailable(_:)`` with a sentence for the operator where the file belongs to another program,
    ///   to a newer Candor, or cannot be used, and where its master key is missing or another one.
    public static func open(
        path: String, keyDirectory: String? = nil, options: Options = Options()
    ) throws -> SQLiteStore {
        let keys = keyDirectory ?? URL(filePath: path).deletingLastPathComponent().appending(path: "keys").path
        return try translatingErrors {
            try DatabaseFile.prepare(at: path)
            // A newer schema is found before anything is opened for writing: turning the log on writes.
            try RecordFile(path: path).close()
            let pool = try DatabasePool(path: path, configuration: configuration(options))
            // GRDB lowers `synchronous` to NORMAL when it turns the log on, after the connection was prepared; at
            // NORMAL a power cut can lose commits that were acknowledged.
            try pool.writeWithoutTransaction { try $0.execute(sql: "PRAGMA synchronous = FULL") }
            return try SQLiteStore(
                pool, path: path, options, masterKey: { try MasterKey.open(directory: keys, mayCreate: $0) },
                watch: { ChangeWatch(path: path) })
        }
    }

    /// A store that lives as long as this value, for tests and rehearsals.
    public static func inMemory(options: Options = Options()) throws -> SQLiteStore {
        try translatingErrors {
            try SQLiteStore(
                DatabaseQueue(configuration: configuration(options)), path: nil, options,
                masterKey: { _ in .ephemeral() },
                watch: { nil })
        }
    }

    private init(
        _ database: any DatabaseWriter, path: String?, _ options: Options,
        masterKey: (_ mayCreate: Bool) throws -> MasterKey,
        watch: () -> ChangeWatch?
    ) throws {
        let master = try SchemaUpgrade.unlock(database, masterKey: masterKey)
        self.master = master
        self.database = database
        self.path = path
        self.watch = watch()
        writer = WriterThread(
            database: database, master: master, largestBatch: options.largestBatch, longestQueue: options.longestQueue)
    }

    deinit {
        writer.stop()
    }

    /// Finishes the writes that wait, refuses new ones, moves the log into the file and closes it. Blocks until done.
    public func close() throws {
        writer.stop()
        writer.waitUntilStopped()
        watch?.close()
        try translatingErrors {
            try database.close()
            // The pool closes its readers last, which may not write, and so leaves the log. Where another process has the file open,
            // the last one to close it moves the log.
            if let path, access(path, F_OK) == 0 { _ = try DatabaseFile.settle(path) }
        }
    }

    public func changeMark() -> Int64? { watch?.mark() }

    public func read<Value: Sendable>(
        _ body: @escaping @Sendable (any ReadTransaction) throws -> Value
    ) async throws -> Value {
        do {
            return try await database.read { try body(SQLiteTransaction($0, master)) }
        } catch {
            throw storageError(error)
        }
    }

    public func write<Value: Sendable>(
        _ body: @escaping @Sendable (any WriteTransaction) throws -> Value
    ) async throws -> Value {
        // No look at the task's cancellation: once a write was handed over, its caller is told what became of it.
        try await withCheckedThrowingContinuation { continuation in
            writer.enqueue(
                PendingWrite(
                    run: { transaction in
                        let value = try body(transaction)
                        return { continuation.resume(returning: value) }
                    },
                    fail: { continuation.resume(throwing: $0) }))
        }
    }

    private static func configuration(_ options: Options) -> Configuration {
        var configuration = Configuration()
        let patience = Double(max(0, options.busyTimeout.milliseconds)) / 1000
        configuration.label = "candor.store"
        configuration.foreignKeysEnabled = true
        configuration.busyMode = .timeout(patience)
        configuration.maximumReaderCount = options.readers
        configuration.publicStatementArguments = false
        configuration.prepareDatabase { connection in
            // A damaged or planted file must not run functions from its schema or lead a cursor astray; what redaction
            // removes must not stay in free pages.
            try connection.execute(
                sql: """
                    PRAGMA synchronous = FULL;
                    PRAGMA trusted_schema = OFF;
                    PRAGMA cell_size_check = ON;
                    PRAGMA secure_delete = ON;
                    """)
        }
        return configuration
    }
}
