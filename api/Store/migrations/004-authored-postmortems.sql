-- Early programs of version 3 made these tables only in part.
CREATE TABLE IF NOT EXISTS alert_votes (
    alert_id    TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    document_id TEXT    NOT NULL,
    helped      INTEGER NOT NULL,
    actor       TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (alert_id, document_id, actor)
) STRICT;

CREATE TABLE IF NOT EXISTS outbox (
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

CREATE INDEX IF NOT EXISTS outbox_due ON outbox (due) WHERE state = 'waiting';

CREATE TABLE IF NOT EXISTS run_log (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    alert_id    TEXT    NOT NULL,
    starts_at   INTEGER NOT NULL,
    document_id TEXT    NOT NULL,
    step        TEXT    NOT NULL,
    done        INTEGER NOT NULL,
    actor       TEXT    NOT NULL,
    at          INTEGER NOT NULL
) STRICT;

CREATE INDEX IF NOT EXISTS run_log_of ON run_log (alert_id, starts_at, document_id);

-- What came of a step, beside the step.
ALTER TABLE run_log ADD COLUMN result TEXT NOT NULL DEFAULT '';

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
