/// Personal texts are sealed: a key for each session, wrapped under a master key that is not in the database.
///
/// Frozen; `ShippedMigrations.swift` in the tests holds its copy. ``StoredTexts/adopt(_:on:)`` seals what was stored in
/// clear, in the same transaction.
let migration0003 = #"""
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
    """#
