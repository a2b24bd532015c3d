-- What people did about an episode of an alert, in the order in which they did it.
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

-- Who looks after words that found nothing, or why nobody has to.
CREATE TABLE gap_work (
    gap_id      TEXT    NOT NULL PRIMARY KEY,
    assignee    TEXT,
    dismissed   TEXT,
    actor       TEXT    NOT NULL,
    at          INTEGER NOT NULL
) STRICT;

-- What people say of a page that is written here: comments, and reviews with what came of them.
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
