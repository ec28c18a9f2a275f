import Timekeeping
import Verification
import Workflow

extension SQLiteTransaction: SignInReading {
    func staffPassword(_ staff: StaffID) throws -> StaffPasswordRow? {
        try first("SELECT staff, hash, changed_at FROM staff_passwords WHERE staff = ?1", .id(staff)) {
            StaffPasswordRow(staff: try $0.id(0), hash: try $0.text(1), changedAt: try $0.instant(2))
        }
    }

    func webSession(hash: [UInt8]) throws -> WebSessionRow? {
        try first(
            """
            SELECT id, staff, token_hash, replaced_hash, replaced_until, created_at, rotated_at, expires_at, revoked_at
            FROM web_sessions WHERE token_hash = ?1 OR replaced_hash = ?1
            """, .blob(hash)
        ) {
            WebSessionRow(
                id: try $0.text(0), staff: try $0.id(1), tokenHash: try $0.blob(2),
                replacedHash: try $0.optionalBlob(3), replacedUntil: try $0.optionalInstant(4),
                createdAt: try $0.instant(5), rotatedAt: try $0.instant(6), expiresAt: try $0.instant(7),
                revokedAt: try $0.optionalInstant(8))
        }
    }

    func failures(bucket: String, since: Instant) throws -> FailedTries {
        try first(
            "SELECT count(*), max(at) FROM failed_tries WHERE bucket = ?1 AND at >= ?2", .text(bucket), .instant(since)
        ) {
            FailedTries(count: try $0.int(0), last: try $0.optionalInstant(1))
        } ?? FailedTries(count: 0, last: nil)
    }
}

extension SQLiteTransaction: SignInWriting {
    func setPassword(_ row: StaffPasswordRow) throws {
        try execute(
            """
            INSERT INTO staff_passwords (staff, hash, changed_at) VALUES (?1, ?2, ?3)
            ON CONFLICT (staff) DO UPDATE SET hash = excluded.hash, changed_at = excluded.changed_at
            """, .id(row.staff), .text(row.hash), .instant(row.changedAt))
    }

    func insert(_ session: WebSessionRow) throws {
        try execute(
            """
            INSERT INTO web_sessions (
                id, staff, token_hash, replaced_hash, replaced_until, created_at, rotated_at, expires_at, revoked_at)
            VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
            """, .text(session.id), .id(session.staff), .blob(session.tokenHash), hash(session.replacedHash),
            .instant(session.replacedUntil), .instant(session.createdAt), .instant(session.rotatedAt),
            .instant(session.expiresAt), .instant(session.revokedAt))
    }

    func update(_ session: WebSessionRow) throws {
        let changed = try execute(
            """
            UPDATE web_sessions SET token_hash = ?2, replaced_hash = ?3, replaced_until = ?4, rotated_at = ?5,
                expires_at = ?6, revoked_at = ?7
            WHERE id = ?1
            """, .text(session.id), .blob(session.tokenHash), hash(session.replacedHash),
            .instant(session.replacedUntil), .instant(session.rotatedAt), .instant(session.expiresAt),
            .instant(session.revokedAt))
        try require(changed, "web session")
    }

    func revokeWebSessions(of staff: StaffID, except id: String?, at instant: Instant) throws {
        try execute(
            """
            UPDATE web_sessions SET revoked_at = ?3
            WHERE staff = ?1 AND revoked_at IS NULL AND (?2 IS NULL OR id <> ?2)
            """, .id(staff), .optionalText(id), .instant(instant))
    }

    func forgetFailedTry(bucket: String, at instant: Instant) throws {
        try execute(
            """
            DELETE FROM failed_tries
            WHERE rowid = (SELECT rowid FROM failed_tries WHERE bucket = ?1 AND at = ?2 LIMIT 1)
            """, .text(bucket), .instant(instant))
    }

    func deleteFailedTries(before instant: Instant) throws {
        try execute("DELETE FROM failed_tries WHERE at < ?1", .instant(instant))
    }

    func deleteWebSessions(expiredBefore instant: Instant) throws {
        // Each person's newest stays, because it tells when they last signed in.
        try execute(
            """
            DELETE FROM web_sessions WHERE expires_at < ?1 AND EXISTS (
                SELECT 1 FROM web_sessions AS newer WHERE newer.staff = web_sessions.staff
                    AND (newer.created_at, newer.id) > (web_sessions.created_at, web_sessions.id))
            """, .instant(instant))
    }

    private func hash(_ bytes: [UInt8]?) -> Parameter { bytes.map { .blob($0) } ?? .null }
}
