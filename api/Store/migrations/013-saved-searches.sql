-- Searches that people who are signed in keep under a name of their own.
CREATE TABLE saved_searches (
    subject     TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    query       TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (subject, name)
) STRICT;
