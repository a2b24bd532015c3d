-- Which of several nodes does what only one may do, until when, and the number of its turn: what it writes carries it.
CREATE TABLE node_lease (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    holder  TEXT    NOT NULL,
    turn    INTEGER NOT NULL,
    until   INTEGER NOT NULL
) STRICT;
INSERT INTO node_lease (id, holder, turn, until) VALUES (1, '', 0, 0);
