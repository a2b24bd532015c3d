-- What files of sources say that are no pages: rules, catalogs, owners, words. The texts of pages are in revisions. By both a node that
-- has not the directory serves a source.
CREATE TABLE source_files (
    source      TEXT    NOT NULL,
    path        TEXT    NOT NULL,
    hash        TEXT    NOT NULL,
    modified    INTEGER NOT NULL,
    is_target   INTEGER NOT NULL,
    text        TEXT    NOT NULL,
    PRIMARY KEY (source, path)
) STRICT;

-- When a node that has its directory last looked at a source.
CREATE TABLE source_looks (
    source      TEXT    NOT NULL PRIMARY KEY,
    at          INTEGER NOT NULL
) STRICT;

-- Vectors that an encoder made, by the hashes of its identity and of the text: nodes embed a text once.
CREATE TABLE vectors (
    model       BLOB    NOT NULL,
    text_hash   BLOB    NOT NULL,
    scale       REAL    NOT NULL,
    numbers     BLOB    NOT NULL,
    PRIMARY KEY (model, text_hash)
) STRICT;

-- How often documents or files of sources changed: whoever has seen the number need not read them again.
ALTER TABLE store_state ADD COLUMN sources INTEGER NOT NULL DEFAULT 0;

-- Whether the holder has the directories of all sources: one that has them may take the turn from one that has not.
ALTER TABLE node_lease ADD COLUMN reads_sources INTEGER NOT NULL DEFAULT 1;

-- The number of the newest row of the audit: by it a row that was taken away at the end is missed, whatever the engine.
ALTER TABLE store_state ADD COLUMN audited INTEGER NOT NULL DEFAULT 0;
UPDATE store_state SET audited = COALESCE((SELECT MAX(id) FROM audit), 0);
