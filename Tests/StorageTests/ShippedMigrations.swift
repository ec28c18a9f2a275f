/// Copies of the migrations as they were shipped; only ever appended to.
let shippedMigrations: [String] = [
    #"""
    CREATE TABLE platforms (
        id TEXT NOT NULL PRIMARY KEY CHECK (id GLOB 'pl_?*'),
        name TEXT NOT NULL,
        key_hash BLOB NOT NULL UNIQUE CHECK (length(key_hash) BETWEEN 1 AND 64),
        is_demo INTEGER NOT NULL CHECK (is_demo IN (0, 1)),
        created_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE persons (
        id TEXT NOT NULL PRIMARY KEY CHECK (id GLOB 'pn_?*'),
        platform TEXT NOT NULL REFERENCES platforms (id),
        subject TEXT NOT NULL CHECK (subject <> ''),
        UNIQUE (platform, subject)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE staff (
        id TEXT NOT NULL PRIMARY KEY CHECK (id GLOB 'st_?*'),
        email TEXT NOT NULL CHECK (email <> ''),
        name TEXT NOT NULL,
        roles TEXT NOT NULL,
        profile TEXT NOT NULL,
        suspended_at INTEGER,
        created_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Two accounts whose addresses differ in case alone would be one mailbox.
    CREATE UNIQUE INDEX staff_by_email ON staff (lower(email));

    CREATE TABLE sessions (
        id TEXT NOT NULL PRIMARY KEY CHECK (id GLOB 'vs_?*'),
        platform TEXT NOT NULL REFERENCES platforms (id),
        person TEXT NOT NULL REFERENCES persons (id),
        status TEXT NOT NULL CHECK (status <> ''),
        is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
        version INTEGER NOT NULL CHECK (version >= 0),
        due_at INTEGER,
        created_at INTEGER NOT NULL,
        state TEXT NOT NULL
    ) STRICT;

    CREATE INDEX sessions_by_platform ON sessions (platform, id);
    CREATE INDEX sessions_by_status ON sessions (platform, status, id);
    CREATE INDEX sessions_by_person ON sessions (person, created_at, id);
    CREATE INDEX sessions_by_due_time ON sessions (due_at, id) WHERE due_at IS NOT NULL;

    -- The primary key is the rule: a person has one open session.
    CREATE TABLE open_sessions (
        person TEXT NOT NULL PRIMARY KEY REFERENCES persons (id),
        session TEXT NOT NULL UNIQUE REFERENCES sessions (id)
    ) STRICT, WITHOUT ROWID;

    -- Positions come from this one row and not from an identity column: with several writers, identity order is not
    -- commit order, and a reader of the feed would step over an event that commits late.
    CREATE TABLE sequencer (
        id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
        position INTEGER NOT NULL CHECK (position >= 0)
    ) STRICT;
    INSERT INTO sequencer (id, position) VALUES (1, 0);

    CREATE TABLE events (
        session TEXT NOT NULL REFERENCES sessions (id),
        version INTEGER NOT NULL CHECK (version >= 1),
        id TEXT NOT NULL UNIQUE CHECK (id GLOB 'ev_?*'),
        platform TEXT NOT NULL REFERENCES platforms (id),
        position INTEGER NOT NULL UNIQUE CHECK (position >= 1),
        kind TEXT NOT NULL CHECK (kind <> ''),
        payload_version INTEGER NOT NULL CHECK (payload_version >= 1),
        payload TEXT NOT NULL,
        actor TEXT NOT NULL CHECK (
            actor IN ('candidate', 'policy', 'clock') OR actor GLOB 'platform:pl_?*' OR actor GLOB 'staff:st_?*'),
        at INTEGER NOT NULL,
        PRIMARY KEY (session, version)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX events_by_platform ON events (platform, position);

    CREATE TRIGGER events_are_not_changed BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'an event is never changed'); END;
    CREATE TRIGGER events_are_not_deleted BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'an event is never deleted'); END;

    CREATE TABLE asked_questions (
        person TEXT NOT NULL REFERENCES persons (id),
        question TEXT NOT NULL CHECK (question <> ''),
        session TEXT NOT NULL REFERENCES sessions (id),
        at INTEGER NOT NULL,
        PRIMARY KEY (person, question)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE bookings (
        id TEXT NOT NULL PRIMARY KEY CHECK (id GLOB 'bk_?*'),
        interview TEXT NOT NULL CHECK (interview GLOB 'iv_?*'),
        session TEXT NOT NULL REFERENCES sessions (id),
        person TEXT NOT NULL REFERENCES persons (id),
        interviewer TEXT NOT NULL REFERENCES staff (id),
        starts_at INTEGER NOT NULL,
        ends_at INTEGER NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('booked', 'cancelled', 'done')),
        CHECK (ends_at > starts_at)
    ) STRICT, WITHOUT ROWID;

    -- An interview that was cancelled and booked again has two rows, but never two that hold time.
    CREATE UNIQUE INDEX bookings_by_interview ON bookings (interview) WHERE state <> 'cancelled';
    CREATE INDEX bookings_of_interview ON bookings (interview, id);
    CREATE INDEX bookings_by_end ON bookings (ends_at) WHERE state <> 'cancelled';
    CREATE INDEX bookings_by_start ON bookings (starts_at, interviewer) WHERE state <> 'cancelled';
    CREATE INDEX bookings_by_interviewer ON bookings (interviewer, ends_at);

    -- One row per holder and five-minute cell makes double booking impossible, whoever writes. The booking's row is
    -- written after its cells were won, so that there is no foreign key here: a deferred one would fail a whole batch
    -- at its commit.
    CREATE TABLE cells (
        holder TEXT NOT NULL CHECK (holder GLOB 'st_?*' OR holder GLOB 'pn_?*'),
        cell INTEGER NOT NULL,
        booking TEXT NOT NULL CHECK (booking GLOB 'bk_?*'),
        PRIMARY KEY (holder, cell)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX cells_by_booking ON cells (booking);

    CREATE TABLE credentials (
        kind TEXT NOT NULL CHECK (kind IN ('link', 'code', 'candidate', 'staff')),
        hash BLOB NOT NULL CHECK (length(hash) BETWEEN 1 AND 64),
        subject TEXT NOT NULL CHECK (subject GLOB 'vs_?*' OR subject GLOB 'st_?*'),
        created_at INTEGER NOT NULL,
        expires_at INTEGER,
        revoked_at INTEGER,
        PRIMARY KEY (kind, hash)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX credentials_by_subject ON credentials (kind, subject);

    CREATE TABLE failed_tries (
        bucket TEXT NOT NULL CHECK (bucket <> ''),
        at INTEGER NOT NULL
    ) STRICT;

    CREATE INDEX failed_tries_by_bucket ON failed_tries (bucket, at);

    CREATE TABLE reviews (
        id TEXT NOT NULL PRIMARY KEY CHECK (id GLOB 'rv_?*'),
        session TEXT NOT NULL REFERENCES sessions (id),
        kind TEXT NOT NULL CHECK (kind <> ''),
        assignee TEXT REFERENCES staff (id),
        is_open INTEGER NOT NULL CHECK (is_open IN (0, 1)),
        due_at INTEGER,
        created_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX reviews_by_assignee ON reviews (assignee, is_open);

    CREATE TABLE outcomes (
        id TEXT NOT NULL PRIMARY KEY CHECK (id GLOB 'oc_?*'),
        session TEXT NOT NULL REFERENCES sessions (id),
        person TEXT NOT NULL REFERENCES persons (id),
        platform TEXT NOT NULL REFERENCES platforms (id),
        state TEXT NOT NULL CHECK (state IN ('intent', 'abandoned', 'issued')),
        determination TEXT NOT NULL,
        signing_input BLOB NOT NULL CHECK (length(signing_input) > 0),
        key_id TEXT NOT NULL CHECK (key_id <> ''),
        status_index INTEGER NOT NULL UNIQUE CHECK (status_index >= 0),
        status_value INTEGER NOT NULL CHECK (status_value BETWEEN 0 AND 3),
        token TEXT,
        issued_at INTEGER,
        expires_at INTEGER NOT NULL,
        created_at INTEGER NOT NULL,
        CHECK ((state = 'issued') = (token IS NOT NULL)),
        CHECK ((state = 'issued') = (issued_at IS NOT NULL)),
        UNIQUE (id, person)
    ) STRICT;

    CREATE INDEX outcomes_by_session ON outcomes (session, created_at, id);
    CREATE INDEX outcomes_by_status ON outcomes (status_index) WHERE status_value <> 0 AND state = 'issued';

    CREATE TRIGGER outcomes_are_not_deleted BEFORE DELETE ON outcomes
    BEGIN SELECT RAISE(ABORT, 'an outcome is never deleted'); END;
    CREATE TRIGGER outcomes_keep_what_is_signed
    BEFORE UPDATE OF id, session, person, platform, determination, signing_input, key_id, status_index, expires_at ON outcomes
    BEGIN SELECT RAISE(ABORT, 'what was prepared for signing is never changed'); END;
    CREATE TRIGGER outcomes_keep_their_token BEFORE UPDATE ON outcomes
    WHEN OLD.state <> 'intent' AND (NEW.state IS NOT OLD.state OR NEW.token IS NOT OLD.token
        OR NEW.issued_at IS NOT OLD.issued_at)
    BEGIN SELECT RAISE(ABORT, 'an outcome that was issued or abandoned stays so'); END;

    CREATE TABLE outcomes_in_force (
        person TEXT NOT NULL PRIMARY KEY REFERENCES persons (id),
        outcome TEXT NOT NULL UNIQUE,
        FOREIGN KEY (outcome, person) REFERENCES outcomes (id, person)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE status_list (
        id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
        version INTEGER NOT NULL CHECK (version >= 0)
    ) STRICT;
    INSERT INTO status_list (id, version) VALUES (1, 0);

    CREATE TABLE acknowledgements (
        number INTEGER NOT NULL PRIMARY KEY,
        outcome TEXT NOT NULL REFERENCES outcomes (id),
        state TEXT NOT NULL CHECK (state <> ''),
        account_state TEXT,
        reason TEXT,
        at INTEGER NOT NULL
    ) STRICT;

    CREATE INDEX acknowledgements_by_outcome ON acknowledgements (outcome, number);

    CREATE TABLE quality_rows (
        interview TEXT NOT NULL CHECK (interview GLOB 'iv_?*'),
        side TEXT NOT NULL CHECK (side <> ''),
        connection TEXT NOT NULL CHECK (connection <> ''),
        sequence INTEGER NOT NULL,
        received_at INTEGER NOT NULL,
        sample TEXT NOT NULL,
        PRIMARY KEY (interview, side, connection, sequence)
    ) STRICT, WITHOUT ROWID;

    -- The only table that holds texts about people. They are bytes, so that redaction can overwrite them in their
    -- place.
    CREATE TABLE personal_texts (
        number INTEGER NOT NULL PRIMARY KEY,
        id TEXT NOT NULL UNIQUE CHECK (id GLOB 'tx_?*'),
        session TEXT NOT NULL REFERENCES sessions (id),
        kind TEXT NOT NULL CHECK (kind <> ''),
        body BLOB NOT NULL
    ) STRICT;

    CREATE INDEX personal_texts_by_session ON personal_texts (session, number);

    CREATE TABLE outbox (
        number INTEGER NOT NULL PRIMARY KEY,
        id TEXT NOT NULL UNIQUE CHECK (id <> ''),
        session TEXT REFERENCES sessions (id),
        channel TEXT NOT NULL CHECK (channel <> ''),
        message TEXT NOT NULL CHECK (message <> ''),
        recipient TEXT NOT NULL CHECK (recipient IN ('candidate', 'platform') OR recipient GLOB 'staff:st_?*'),
        payload TEXT NOT NULL,
        state TEXT NOT NULL CHECK (state IN ('pending', 'delivered', 'failed')),
        first_due_at INTEGER NOT NULL,
        due_at INTEGER NOT NULL,
        lease_until INTEGER,
        attempts INTEGER NOT NULL CHECK (attempts >= 0),
        delivered_at INTEGER,
        created_at INTEGER NOT NULL
    ) STRICT;

    CREATE INDEX outbox_by_due_time ON outbox (due_at, number) WHERE state = 'pending';
    CREATE INDEX outbox_by_session ON outbox (session, number);

    CREATE TABLE idempotency (
        scope TEXT NOT NULL,
        key TEXT NOT NULL,
        fingerprint BLOB NOT NULL,
        reply BLOB,
        created_at INTEGER NOT NULL,
        PRIMARY KEY (scope, key)
    ) STRICT, WITHOUT ROWID;

    CREATE INDEX idempotency_by_age ON idempotency (created_at);

    CREATE TABLE settings (
        name TEXT NOT NULL PRIMARY KEY CHECK (name <> ''),
        value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """#,
    #"""
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
    """#,
    #"""
    -- Which master key the wrapped keys belong to, so that a wrong one is refused at the start and not at the first read.
    CREATE TABLE master_key (
        id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
        fingerprint BLOB NOT NULL CHECK (length(fingerprint) = 32),
        -- Something was sealed or redacted, but copies of it may be left on pages: the file has to be written anew.
        must_rebuild INTEGER NOT NULL CHECK (must_rebuild IN (0, 1))
    ) STRICT;

    CREATE TABLE session_keys (
        session TEXT NOT NULL PRIMARY KEY REFERENCES sessions (id),
        wrapped BLOB NOT NULL CHECK (length(wrapped) = 60)
    ) STRICT;
    """#,
]
