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
