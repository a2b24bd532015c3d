-- No code reads this table. Nodes that follow a store need numbers in the order of commits, and for every table, not only this one.
DROP TABLE changes;

-- Notes have the same word as the pages.
UPDATE written SET note = 'autosave' WHERE note = 'saved by itself';

-- Finds autosaves that are old enough to be dropped without reading the texts.
CREATE INDEX written_autosaves ON written (slug, at) WHERE note = 'autosave';
