-- Version 1: documents, gaps and rendered pages.

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

PRAGMA user_version = 1;
