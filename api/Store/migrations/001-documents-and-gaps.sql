-- The store: what files cannot keep. Plain SQL, so that another engine can take it over; times are Unix milliseconds, UTC.

-- Every document id ever served, with the content it has now; deleted ones stay as tombstones.
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
