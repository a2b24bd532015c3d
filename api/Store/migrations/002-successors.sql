-- The successor of a deleted document is the document that says what it said, and its likeness how much of it, 0 to 1.
ALTER TABLE documents ADD COLUMN successor TEXT;
ALTER TABLE documents ADD COLUMN likeness REAL;
