-- Which store this is, and how often it was written: a store that was emptied, exchanged or put back from an older copy is told from
-- the one that was here before (store.mark, beside it, has the same).
CREATE TABLE store_state (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    identity TEXT NOT NULL,
    writes INTEGER NOT NULL
);
INSERT INTO store_state (id, identity, writes) VALUES (1, lower(hex(randomblob(16))), 0);

-- Who said that an alert is over which its sender does not end.
ALTER TABLE alerts ADD COLUMN closed_by TEXT;
