-- Who is told by mail when words that found nothing are answered, in which language, and since when the message is in the outbox.
CREATE TABLE gap_askers (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    gap_id      TEXT    NOT NULL,
    subject     TEXT    NOT NULL,
    language    TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    told        INTEGER,
    UNIQUE (gap_id, subject)
) STRICT;

-- As the provider or the proxy told it at the last sign-in.
ALTER TABLE people ADD COLUMN email TEXT;
