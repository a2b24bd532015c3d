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
    deleted     INTEGER
, successor TEXT, likeness REAL) STRICT;

CREATE TABLE revisions (
    document_id TEXT    NOT NULL REFERENCES documents (id),
    number      INTEGER NOT NULL,
    hash        TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    text        TEXT    NOT NULL,
    PRIMARY KEY (document_id, number)
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
, closed_by TEXT) STRICT;

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

CREATE TABLE alert_votes (
    alert_id    TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    document_id TEXT    NOT NULL,
    helped      INTEGER NOT NULL,
    actor       TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (alert_id, document_id, actor)
) STRICT;

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

CREATE TABLE run_log (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    alert_id    TEXT    NOT NULL,
    starts_at   INTEGER NOT NULL,
    document_id TEXT    NOT NULL,
    step        TEXT    NOT NULL,
    done        INTEGER NOT NULL,
    actor       TEXT    NOT NULL,
    at          INTEGER NOT NULL
, result TEXT NOT NULL DEFAULT '') STRICT;

CREATE INDEX run_log_of ON run_log (alert_id, starts_at, document_id);

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

CREATE TABLE feedback (
    query_key   TEXT    NOT NULL,
    query       TEXT    NOT NULL,
    document_id TEXT    NOT NULL,
    helped      INTEGER NOT NULL,
    actor       TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (query_key, document_id, actor)
) STRICT;

CREATE INDEX written_autosaves ON written (slug, at) WHERE note = 'autosave';

CREATE TABLE store_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    identity TEXT NOT NULL,
    writes INTEGER NOT NULL
, sources INTEGER NOT NULL DEFAULT 0, audited INTEGER NOT NULL DEFAULT 0);

CREATE TABLE people (
    subject     TEXT    NOT NULL PRIMARY KEY,
    actor       TEXT    NOT NULL UNIQUE,
    role        TEXT    NOT NULL,
    member_of   TEXT    NOT NULL,
    last_seen   INTEGER NOT NULL
, email TEXT) STRICT;

CREATE TABLE accounts (
    name        TEXT    NOT NULL PRIMARY KEY,
    role        TEXT    NOT NULL,
    password    TEXT,
    failures    INTEGER NOT NULL DEFAULT 0,
    locked      INTEGER NOT NULL DEFAULT 0,
    created     INTEGER NOT NULL
) STRICT;

CREATE TABLE links (
    hash        BLOB    NOT NULL PRIMARY KEY,
    account     TEXT,
    expires     INTEGER NOT NULL
) STRICT;

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
, sees_as TEXT) STRICT;

CREATE TABLE protection_keys (
    name        TEXT    NOT NULL PRIMARY KEY,
    xml         TEXT    NOT NULL
) STRICT;

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

CREATE TABLE alert_log (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    alert_id    TEXT    NOT NULL,
    starts_at   INTEGER NOT NULL,
    what        TEXT    NOT NULL CHECK (what IN ('acknowledged', 'released', 'handed-over', 'note', 'solved', 'reopened')),
    actor       TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    text        TEXT    NOT NULL DEFAULT '',
    whom        TEXT
) STRICT;

CREATE INDEX alert_log_of ON alert_log (alert_id, starts_at, id);

CREATE TABLE gap_work (
    gap_id      TEXT    NOT NULL PRIMARY KEY,
    assignee    TEXT,
    dismissed   TEXT,
    actor       TEXT    NOT NULL,
    at          INTEGER NOT NULL
) STRICT;

CREATE TABLE written_comments (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    slug        TEXT    NOT NULL,
    number      INTEGER NOT NULL,
    what        TEXT    NOT NULL CHECK (what IN ('comment', 'review-requested', 'approved', 'changes-requested')),
    actor       TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    text        TEXT    NOT NULL DEFAULT '',
    whom        TEXT
) STRICT;

CREATE INDEX written_comments_of ON written_comments (slug, id);

CREATE TABLE node_lease (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    holder  TEXT    NOT NULL,
    turn    INTEGER NOT NULL,
    until   INTEGER NOT NULL
, reads_sources INTEGER NOT NULL DEFAULT 1) STRICT;

CREATE TABLE deleted_pages (
    slug_hash   BLOB    NOT NULL PRIMARY KEY,
    at          INTEGER NOT NULL
) STRICT;

CREATE TABLE source_files (
    source      TEXT    NOT NULL,
    path        TEXT    NOT NULL,
    hash        TEXT    NOT NULL,
    modified    INTEGER NOT NULL,
    is_target   INTEGER NOT NULL,
    text        TEXT    NOT NULL,
    PRIMARY KEY (source, path)
) STRICT;

CREATE TABLE source_looks (
    source      TEXT    NOT NULL PRIMARY KEY,
    at          INTEGER NOT NULL
) STRICT;

CREATE TABLE vectors (
    model       BLOB    NOT NULL,
    text_hash   BLOB    NOT NULL,
    scale       REAL    NOT NULL,
    numbers     BLOB    NOT NULL,
    PRIMARY KEY (model, text_hash)
) STRICT;

CREATE TABLE saved_searches (
    subject     TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    query       TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (subject, name)
) STRICT;

CREATE TABLE gap_askers (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    gap_id      TEXT    NOT NULL,
    subject     TEXT    NOT NULL,
    language    TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    told        INTEGER,
    UNIQUE (gap_id, subject)
) STRICT;

INSERT INTO node_lease (id, holder, turn, until, reads_sources) VALUES (1, '', 0, 0, 1);

INSERT INTO store_state (id, identity, writes, sources, audited) VALUES (1, '0123456789abcdef0123456789abcdef', 7, 0, 0);

PRAGMA user_version = 15;
