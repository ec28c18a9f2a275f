import Timekeeping
import Verification
import Workflow

extension SQLiteTransaction: CredentialReading {
    func credential(kind: CredentialRow.Kind, hash: [UInt8]) throws -> CredentialRow? {
        try first(
            """
            SELECT hash, kind, subject, created_at, expires_at, revoked_at FROM credentials
            WHERE kind = ?1 AND hash = ?2
            """, .text(kind.rawValue), .blob(hash)
        ) {
            CredentialRow(
                hash: try $0.blob(0), kind: try $0.choice(1), subject: try $0.text(2), createdAt: try $0.instant(3),
                expiresAt: try $0.optionalInstant(4), revokedAt: try $0.optionalInstant(5))
        }
    }

    func failedTries(bucket: String, since: Instant) throws -> Int {
        try first("SELECT count(*) FROM failed_tries WHERE bucket = ?1 AND at >= ?2", .text(bucket), .instant(since)) {
            try $0.int(0)
        } ?? 0
    }
}

extension SQLiteTransaction: CredentialWriting {
    func insert(_ credential: CredentialRow) throws {
        try execute(
            """
            INSERT INTO credentials (hash, kind, subject, created_at, expires_at, revoked_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            """, .blob(credential.hash), .text(credential.kind.rawValue), .text(credential.subject),
            .instant(credential.createdAt), .instant(credential.expiresAt), .instant(credential.revokedAt))
    }

    func revokeCredentials(kind: CredentialRow.Kind, subject: String, at instant: Instant) throws {
        try execute(
            "UPDATE credentials SET revoked_at = ?3 WHERE kind = ?1 AND subject = ?2 AND revoked_at IS NULL",
            .text(kind.rawValue), .text(subject), .instant(instant))
    }

    func recordFailedTry(bucket: String, at instant: Instant) throws {
        try execute("INSERT INTO failed_tries (bucket, at) VALUES (?1, ?2)", .text(bucket), .instant(instant))
    }

    func clearFailedTries(bucket: String) throws {
        try execute("DELETE FROM failed_tries WHERE bucket = ?1", .text(bucket))
    }
}
