import Timekeeping
import Workflow

extension SQLiteTransaction: IdempotencyReading {
    func idempotency(scope: String, key: String) throws -> IdempotencyRow? {
        try first(
            "SELECT scope, key, fingerprint, reply, created_at FROM idempotency WHERE scope = ?1 AND key = ?2",
            .text(scope), .text(key)
        ) {
            IdempotencyRow(
                scope: try $0.text(0), key: try $0.text(1), fingerprint: try $0.blob(2), reply: try $0.optionalBlob(3),
                createdAt: try $0.instant(4))
        }
    }
}

extension SQLiteTransaction: IdempotencyWriting {
    func insert(_ row: IdempotencyRow) throws -> Bool {
        try execute(
            """
            INSERT INTO idempotency (scope, key, fingerprint, reply, created_at) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (scope, key) DO NOTHING
            """, .text(row.scope), .text(row.key), .blob(row.fingerprint), row.reply.map { .blob($0) } ?? .null,
            .instant(row.createdAt)) == 1
    }

    /// A row that was cleaned away meanwhile needs no reply any more.
    func setReply(_ reply: [UInt8], scope: String, key: String) throws {
        try execute(
            "UPDATE idempotency SET reply = ?3 WHERE scope = ?1 AND key = ?2", .text(scope), .text(key), .blob(reply))
    }

    func deleteIdempotency(scope: String, key: String) throws {
        try execute("DELETE FROM idempotency WHERE scope = ?1 AND key = ?2", .text(scope), .text(key))
    }

    func deleteIdempotency(before instant: Instant) throws {
        try execute("DELETE FROM idempotency WHERE created_at < ?1", .instant(instant))
    }
}

extension SQLiteTransaction: SettingReading {
    func setting(_ name: String) throws -> String? {
        try first("SELECT value FROM settings WHERE name = ?1", .text(name)) { try $0.text(0) }
    }
}

extension SQLiteTransaction: SettingWriting {
    func setSetting(_ name: String, to value: String) throws {
        try execute(
            "INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            .text(name), .text(value))
    }
}
