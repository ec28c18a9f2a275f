import GRDB
import SignedOutcomes
import Workflow

/// Brings a database to the schema that this program knows, in one transaction.
enum SchemaUpgrade {
    /// Throws ``StorageFailure/unavailable(_:)`` where a newer program wrote the database. `afterwards` runs in the same
    /// transaction.
    static func run(
        on database: any DatabaseWriter, migrations: [Migration] = Migration.all,
        afterwards: (Database) throws -> Void = { _ in }
    ) throws {
        try database.writeWithoutTransaction { connection in
            try connection.inTransaction(.immediate) {
                try connection.execute(
                    sql: """
                        CREATE TABLE IF NOT EXISTS schema_version (
                            version INTEGER NOT NULL PRIMARY KEY CHECK (version >= 1),
                            name TEXT NOT NULL
                        ) STRICT
                        """)
                let found = try version(connection, newest: migrations.last?.version ?? 0)
                for migration in migrations where migration.version > found {
                    try connection.execute(sql: migration.sql)
                    try connection.execute(
                        sql: "INSERT INTO schema_version (version, name) VALUES (?1, ?2)",
                        arguments: [migration.version, migration.name])
                }
                try afterwards(connection)
                return .commit
            }
        }
    }

    /// The schema that a database has, 0 for none; throws ``StorageFailure/unavailable(_:)`` where a newer program wrote it.
    static func version(_ connection: Database, newest: Int64) throws -> Int64 {
        guard try connection.tableExists("schema_version") else { return 0 }
        let found = try Int64.fetchOne(connection, sql: "SELECT coalesce(max(version), 0) FROM schema_version") ?? 0
        guard found <= newest else {
            throw StorageFailure.unavailable(
                """
                This database has schema \(found), but this program knows only up to \(newest): a newer Candor wrote it. Start \
                that version, or restore a backup made by this one.
                """)
        }
        return found
    }

    /// As ``version(_:newest:)``, against every migration of this program.
    static func version(_ connection: Database) throws -> Int64 {
        try version(connection, newest: Migration.all.last?.version ?? 0)
    }

    /// Upgrades, then finds the master key that belongs to the database, in one transaction: without the right key nothing is
    /// changed.
    ///
    /// Throws ``StorageFailure/unavailable(_:)`` where the key is missing or another one.
    static func unlock(
        _ database: any DatabaseWriter, masterKey findKey: (_ mayCreate: Bool) throws -> MasterKey
    ) throws -> MasterKey {
        var master: MasterKey?
        try run(on: database) { master = try StoredTexts.adopt(findKey, on: $0) }
        guard let master else { throw StorageFailure.unavailable("The schema could not be brought up to date.") }
        try StoredTexts.rebuildWhereDue(database)
        return master
    }
}
