-- Version 3 as it was first: the inbox and alerts.

CREATE TABLE documents (
    id          TEXT    NOT NULL PRIMARY KEY,
    source      TEXT    NOT NULL,
    path        TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    title       TEXT    NOT NULL,
    hash        TEXT    NOT NULL,
    first_seen  INTEGER NOT NULL,
    changed     INTEGER NOT NULL,
    revision    INTEGER NOT NULL,
    deleted     INTEGER,
    successor   TEXT,
    likeness    REAL
) STRICT;

CREATE TABLE revisions (
    document_id TEXT    NOT NULL REFERENCES documents (id),
    number      INTEGER NOT NULL,
    hash        TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    text        TEXT    NOT NULL,
    PRIMARY KEY (document_id, number)
) STRICT;

CREATE TABLE changes (
    sequence    INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id TEXT    NOT NULL,
    change      TEXT    NOT NULL CHECK (change IN ('added', 'changed', 'deleted', 'restored')),
    at          INTEGER NOT NULL
) STRICT;

CREATE TABLE gaps (
    id          TEXT    NOT NULL PRIMARY KEY,
    query       TEXT    NOT NULL,
    count       INTEGER NOT NULL,
    first       INTEGER NOT NULL,
    last        INTEGER NOT NULL,
    owner       TEXT
) STRICT;

CREATE INDEX gaps_by_count ON gaps (count, last);

CREATE TABLE rendered (
    hash        TEXT    NOT NULL PRIMARY KEY,
    html        TEXT    NOT NULL,
    problem     TEXT
) STRICT;

CREATE TABLE inbox (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    source      TEXT    NOT NULL,
    received    INTEGER NOT NULL,
    headers     TEXT    NOT NULL,
    body        BLOB    NOT NULL,
    hash        BLOB    NOT NULL,
    event_id    TEXT,
    state       TEXT    NOT NULL CHECK (state IN ('new', 'read', 'unreadable')),
    alerts      INTEGER NOT NULL DEFAULT 0,
    problem     TEXT
) STRICT;

CREATE INDEX inbox_new ON inbox (id) WHERE state = 'new';
CREATE INDEX inbox_by_hash ON inbox (source, hash);
CREATE INDEX inbox_by_event ON inbox (source, event_id) WHERE event_id IS NOT NULL;

CREATE TABLE alerts (
    id          TEXT    NOT NULL PRIMARY KEY,
    source      TEXT    NOT NULL,
    key         TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('firing', 'acknowledged', 'resolved')),
    severity    TEXT,
    service     TEXT,
    starts_at   INTEGER NOT NULL,
    ends_at     INTEGER,
    said_at     INTEGER,
    first_seen  INTEGER NOT NULL,
    last_seen   INTEGER NOT NULL,
    payload     TEXT    NOT NULL
) STRICT;

CREATE INDEX alerts_by_state ON alerts (state, last_seen);

CREATE TABLE alert_events (
    alert_id    TEXT    NOT NULL REFERENCES alerts (id),
    starts_at   INTEGER NOT NULL,
    state       TEXT    NOT NULL,
    ends_at     INTEGER,
    first_seen  INTEGER NOT NULL,
    last_seen   INTEGER NOT NULL,
    times       INTEGER NOT NULL,
    PRIMARY KEY (alert_id, starts_at, state)
) STRICT;

PRAGMA user_version = 3;
