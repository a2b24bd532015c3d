-- Who ever signed in, and the name under which each speaks here: one person, one name, one voice. Groups are a JSON list.
CREATE TABLE people (
    subject     TEXT    NOT NULL PRIMARY KEY,
    actor       TEXT    NOT NULL UNIQUE,
    role        TEXT    NOT NULL,
    member_of   TEXT    NOT NULL,
    last_seen   INTEGER NOT NULL
) STRICT;

-- Accounts of small teams without a provider. The password is a slow hash; there is none until its owner has set it.
CREATE TABLE accounts (
    name        TEXT    NOT NULL PRIMARY KEY,
    role        TEXT    NOT NULL,
    password    TEXT,
    failures    INTEGER NOT NULL DEFAULT 0,
    locked      INTEGER NOT NULL DEFAULT 0,
    created     INTEGER NOT NULL
) STRICT;

-- Links that work once: to set the password of an account, or without one to come in as an administrator.
CREATE TABLE links (
    hash        BLOB    NOT NULL PRIMARY KEY,
    account     TEXT,
    expires     INTEGER NOT NULL
) STRICT;

-- Who is signed in. Of the number in the cookie only SHA-256 is kept, and so of tokens below.
CREATE TABLE sessions (
    hash        BLOB    NOT NULL PRIMARY KEY,
    subject     TEXT    NOT NULL,
    actor       TEXT    NOT NULL,
    role        TEXT    NOT NULL,
    member_of   TEXT    NOT NULL,
    address     TEXT    NOT NULL,
    program     TEXT    NOT NULL,
    begun       INTEGER NOT NULL,
    seen        INTEGER NOT NULL,
    ends        INTEGER NOT NULL
) STRICT;

CREATE TABLE tokens (
    id          TEXT    NOT NULL PRIMARY KEY,
    hash        BLOB    NOT NULL UNIQUE,
    name        TEXT    NOT NULL,
    subject     TEXT    NOT NULL,
    actor       TEXT    NOT NULL,
    role        TEXT    NOT NULL,
    scopes      TEXT    NOT NULL,
    created     INTEGER NOT NULL,
    expires     INTEGER NOT NULL,
    used        INTEGER
) STRICT;

-- Keys that protect what travels through the browser to a provider and back.
CREATE TABLE protection_keys (
    name        TEXT    NOT NULL PRIMARY KEY,
    xml         TEXT    NOT NULL
) STRICT;

-- What was done, by whom. Each row holds the hash of the one before. Who it was stands beside the chain, which has its salted hash:
-- a name can be taken out without breaking it.
CREATE TABLE audit (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    at          INTEGER NOT NULL,
    subject     TEXT,
    address     TEXT,
    salt        BLOB,
    person      BLOB    NOT NULL,
    role        TEXT    NOT NULL,
    token       TEXT    NOT NULL,
    what        TEXT    NOT NULL,
    target      TEXT    NOT NULL,
    outcome     TEXT    NOT NULL,
    hash_before TEXT    NOT NULL,
    hash_after  TEXT    NOT NULL,
    previous    BLOB    NOT NULL,
    hash        BLOB    NOT NULL
) STRICT;

CREATE TRIGGER audit_is_not_deleted BEFORE DELETE ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;

CREATE TRIGGER audit_is_not_changed BEFORE UPDATE OF id, at, person, role, token, what, target, outcome, hash_before,
    hash_after, previous, hash ON audit BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END;
