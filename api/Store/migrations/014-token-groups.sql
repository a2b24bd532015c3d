-- As a member of which groups a token sees pages, as a JSON list; null for those of whoever made it. Of one that a person made no more than
-- that person is in.
ALTER TABLE tokens ADD COLUMN sees_as TEXT;
