-- The store: what files cannot keep. Plain SQL, so that another engine can take it over; times are Unix milliseconds, UTC.
-- The schema's version is PRAGMA user_version, set by Database.cs.

-- Every document id ever served, with the content it has now; deleted ones stay as tombstones. The successor of a deleted one is
-- the document that says what it said, and its likeness how much of it, 0 to 1.
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

-- The text of each document at each content it had.
CREATE TABLE revisions (
    document_id TEXT    NOT NULL REFERENCES documents (id),
    number      INTEGER NOT NULL,
    hash        TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    text        TEXT    NOT NULL,
    PRIMARY KEY (document_id, number)
) STRICT;

-- What happened, in order; a reader that knows a sequence number can ask for what came after it.
CREATE TABLE changes (
    sequence    INTEGER PRIMARY KEY AUTOINCREMENT,
    document_id TEXT    NOT NULL,
    change      TEXT    NOT NULL CHECK (change IN ('added', 'changed', 'deleted', 'restored')),
    at          INTEGER NOT NULL
) STRICT;

-- Words that nobody had written an answer for.
CREATE TABLE gaps (
    id          TEXT    NOT NULL PRIMARY KEY,
    query       TEXT    NOT NULL,
    count       INTEGER NOT NULL,
    first       INTEGER NOT NULL,
    last        INTEGER NOT NULL,
    owner       TEXT
) STRICT;

CREATE INDEX gaps_by_count ON gaps (count, last);

-- Sanitised HTML by what it was made from; may be emptied at any time.
CREATE TABLE rendered (
    hash        TEXT    NOT NULL PRIMARY KEY,
    html        TEXT    NOT NULL,
    problem     TEXT
) STRICT;

-- What senders posted, byte for byte, before anything is made of it. Headers are those that say how to read it, as JSON.
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

-- An alert of a source, with what was said of it last (payload: JSON of the alert as it was understood) and its newest episode.
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

-- Each time an alert fired, and what was heard of it: the same event again is counted, never a second one.
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

-- What people said of the runbook that an alert led to; votes count for all alerts of the name.
CREATE TABLE alert_votes (
    alert_id    TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    document_id TEXT    NOT NULL,
    helped      INTEGER NOT NULL,
    actor       TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (alert_id, document_id, actor)
) STRICT;

-- What is to be told to others, until it has been: one row per target and event.
CREATE TABLE outbox (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    alert_id    TEXT    NOT NULL,
    starts_at   INTEGER NOT NULL,
    target      TEXT    NOT NULL,
    created     INTEGER NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,
    due         INTEGER NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('waiting', 'sent', 'failed')),
    problem     TEXT,
    UNIQUE (alert_id, starts_at, target)
) STRICT;

CREATE INDEX outbox_due ON outbox (due) WHERE state = 'waiting';

-- Who did which step of a runbook for an episode of an alert, in the order it was said; the last word on a step holds.
CREATE TABLE run_log (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    alert_id    TEXT    NOT NULL,
    starts_at   INTEGER NOT NULL,
    document_id TEXT    NOT NULL,
    step        TEXT    NOT NULL,
    done        INTEGER NOT NULL,
    actor       TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    result      TEXT    NOT NULL DEFAULT ''
) STRICT;

CREATE INDEX run_log_of ON run_log (alert_id, starts_at, document_id);

-- What is written here: every save is a revision, the one with the highest number is the document. Numbers never come twice.
CREATE TABLE written (
    slug        TEXT    NOT NULL,
    number      INTEGER NOT NULL,
    state       TEXT    NOT NULL CHECK (state IN ('draft', 'published', 'closed', 'discarded')),
    text        TEXT    NOT NULL,
    actor       TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    note        TEXT    NOT NULL,
    PRIMARY KEY (slug, number)
) STRICT;

-- What people said of pages that searches led to: the last word of each on a query and a page. The key is the query's words.
CREATE TABLE feedback (
    query_key   TEXT    NOT NULL,
    query       TEXT    NOT NULL,
    document_id TEXT    NOT NULL,
    helped      INTEGER NOT NULL,
    actor       TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (query_key, document_id, actor)
) STRICT;
