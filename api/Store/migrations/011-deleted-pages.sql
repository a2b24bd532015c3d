-- Rendered pages lie in the cache beside the store.
DROP TABLE rendered;

-- Pages that were written here and are deleted for good, by the SHA-256 of their slugs: files of them that lie beside the store, at
-- another node perhaps, do not bring them back.
CREATE TABLE deleted_pages (
    slug_hash   BLOB    NOT NULL PRIMARY KEY,
    at          INTEGER NOT NULL
) STRICT;
