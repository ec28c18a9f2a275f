import Foundation
import GRDB
import SignedOutcomes
import Verification
import Workflow

/// How personal texts lie in the database: sealed with their session's key, which is wrapped under the master key.
///
/// No key is remembered between statements: opening one is a single AES-GCM opening, and a remembered one would outlive the
/// redaction that destroys it.
enum StoredTexts {
    /// What a sealed text belongs to; at any other place it does not open.
    static func place(session: String, id: String, kind: String) -> String {
        "personal_texts/\(session)/\(id)/\(kind)/body"
    }

    /// Finds the master key that belongs to the database and checks that it is the one; a database that has none yet takes
    /// it over, and its texts are sealed. Called inside the transaction of the schema's upgrade.
    static func adopt(_ findKey: (_ mayCreate: Bool) throws -> MasterKey, on connection: Database) throws -> MasterKey {
        let stored = try Data.fetchOne(connection, sql: "SELECT fingerprint FROM master_key WHERE id = 1")
        let master: MasterKey
        do {
            master = try findKey(stored == nil)
        } catch let error as KeyFileError {
            throw StorageFailure.unavailable(error.description)
        }
        if let stored {
            guard [UInt8](stored) == master.fingerprint else {
                throw StorageFailure.unavailable(
                    """
                    The file master.key holds another key than the one that this database was sealed with; nothing was \
                    changed. Restore the key that was backed up with this database's server.
                    """)
            }
            return master
        }
        let hasTexts = try sealAll(connection, master)
        try connection.execute(
            sql: "INSERT INTO master_key (id, fingerprint, must_rebuild) VALUES (1, ?1, ?2)",
            arguments: [Data(master.fingerprint), hasTexts ? 1 : 0])
        return master
    }

    /// Seals every text, session by session, so that memory holds one text at a time; true where there was any.
    private static func sealAll(_ connection: Database, _ master: MasterKey) throws -> Bool {
        var current: (session: String, key: SessionKey)?
        var last: (session: String, number: Int64) = ("", 0)
        while let row = try Row.fetchOne(
            connection,
            sql: """
                SELECT session, number, id, kind, body FROM personal_texts WHERE (session, number) > (?1, ?2)
                ORDER BY session, number LIMIT 1
                """, arguments: [last.session, last.number])
        {
            let columns = Columns(row: row)
            last = (try columns.text(0), try columns.integer(1))
            let key: SessionKey
            if let current, current.session == last.session {
                key = current.key
            } else {
                key = .generated()
                current = (last.session, key)
                try connection.execute(
                    sql: "INSERT INTO session_keys (session, wrapped) VALUES (?1, ?2)",
                    arguments: [last.session, Data(try master.wrap(key, session: last.session))])
            }
            let sealed = try key.seal(
                try columns.blob(4),
                at: place(session: last.session, id: try columns.text(2), kind: try columns.text(3)))
            try connection.execute(
                sql: "UPDATE personal_texts SET body = ?2 WHERE number = ?1", arguments: [last.number, Data(sealed)])
        }
        return current != nil
    }

    /// Writes the file anew where texts in clear were sealed, so that no copy of them is left on a page or in the log.
    ///
    /// The mark is removed last: a crash on the way begins again at the next start.
    static func rebuildWhereDue(_ database: any DatabaseWriter) throws {
        try database.writeWithoutTransaction { connection in
            guard try Bool.fetchOne(connection, sql: "SELECT must_rebuild FROM master_key WHERE id = 1") == true else {
                return
            }
            try connection.execute(sql: "VACUUM")
            let isBlocked = try Int.fetchOne(connection, sql: "PRAGMA wal_checkpoint(TRUNCATE)") ?? 1
            guard isBlocked == 0 else { return }
            try connection.execute(sql: "UPDATE master_key SET must_rebuild = 0 WHERE id = 1")
        }
    }
}
