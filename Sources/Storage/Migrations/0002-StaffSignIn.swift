/// How staff sign in with a browser: their passwords, and the sessions that follow from them.
///
/// Frozen; `ShippedMigrations.swift` in the tests holds its copy.
let migration0002 = #"""
    -- Beside `staff` and not in it: who lists staff has no business with hashes, and most statements read whole rows.
    CREATE TABLE staff_passwords (
        staff TEXT NOT NULL PRIMARY KEY REFERENCES staff (id),
        hash TEXT NOT NULL CHECK (hash GLOB '$scrypt$ln=[1-9]*,r=[1-9]*,p=[1-9]*$?*$?*'),
        changed_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- A session goes through many tokens. The one before the newest counts until the newest was shown for the first
    -- time, and a little longer (`replaced_until`), because requests beside each other carry either.
    CREATE TABLE web_sessions (
        id TEXT NOT NULL PRIMARY KEY CHECK (id GLOB 'wi_?*'),
        staff TEXT NOT NULL REFERENCES staff (id),
        token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) BETWEEN 1 AND 64),
        replaced_hash BLOB UNIQUE CHECK (length(replaced_hash) BETWEEN 1 AND 64),
        replaced_until INTEGER,
        created_at INTEGER NOT NULL,
        rotated_at INTEGER NOT NULL CHECK (rotated_at >= created_at),
        expires_at INTEGER NOT NULL CHECK (expires_at > created_at),
        revoked_at INTEGER,
        CHECK (replaced_until IS NULL OR replaced_hash IS NOT NULL),
        CHECK (replaced_hash IS NULL OR replaced_hash <> token_hash)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX web_sessions_by_staff ON web_sessions (staff);
    CREATE INDEX web_sessions_by_expiry ON web_sessions (expires_at);

    -- Tries are counted for minutes and swept away by age.
    CREATE INDEX failed_tries_by_age ON failed_tries (at);
    """#
