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
    at          INTEGER NOT NULL
) STRICT;

CREATE INDEX run_log_of ON run_log (alert_id, starts_at, document_id);
