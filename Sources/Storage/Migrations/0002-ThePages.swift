/// What the pages need: how staff sign in with a browser, which messages wait for an answer, and what operators look for.
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

    -- Who reads a conversation is told by nobody else: a person's message waits here until somebody of the staff answers.
    CREATE TABLE unanswered_messages (
        session TEXT NOT NULL PRIMARY KEY REFERENCES sessions (id),
        since INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX unanswered_messages_by_age ON unanswered_messages (since, session);

    -- What was written before this table was.
    INSERT INTO unanswered_messages (session, since)
    SELECT session, min(at) FROM events AS said
    WHERE kind = 'message.posted' AND actor = 'candidate'
        AND NOT EXISTS (SELECT 1 FROM events AS answer WHERE answer.session = said.session
            AND answer.version > said.version AND answer.kind = 'message.posted' AND answer.actor <> 'candidate')
        AND NOT EXISTS (SELECT 1 FROM events AS erasure WHERE erasure.session = said.session
            AND erasure.kind = 'session.redacted')
    GROUP BY session;

    -- What operators look for is rare; each of these holds only what is to be found.
    CREATE INDEX reviews_open_by_session ON reviews (session) WHERE is_open = 1;
    CREATE INDEX outbox_given_up ON outbox (number) WHERE state = 'failed';
    CREATE INDEX outcomes_unsigned ON outcomes (created_at) WHERE state = 'intent';
    CREATE INDEX acknowledgements_unwelcome ON acknowledgements (number)
        WHERE state <> 'applied' OR account_state IN ('blocked', 'restricted');
    """#
