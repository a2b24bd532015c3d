-- That a person closed an alert is one of the things that people did about it, and no longer counted among what its sender sent.
CREATE TABLE alert_actions (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    alert_id    TEXT    NOT NULL,
    starts_at   INTEGER NOT NULL,
    what        TEXT    NOT NULL
        CHECK (what IN ('acknowledged', 'released', 'handed-over', 'note', 'solved', 'closed', 'reopened')),
    actor       TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    text        TEXT    NOT NULL DEFAULT '',
    whom        TEXT
) STRICT;

INSERT INTO alert_actions (alert_id, starts_at, what, actor, at, text, whom)
SELECT alert_id, starts_at, what, actor, at, text, whom FROM alert_log ORDER BY id;

INSERT INTO alert_actions (alert_id, starts_at, what, actor, at)
SELECT id, starts_at, 'closed', closed_by, COALESCE(ends_at, last_seen) FROM alerts
WHERE state = 'resolved' AND closed_by IS NOT NULL ORDER BY id;

DROP TABLE alert_log;
ALTER TABLE alert_actions RENAME TO alert_log;
CREATE INDEX alert_log_of ON alert_log (alert_id, starts_at, id);

UPDATE alert_events SET times = times - 1 WHERE state = 'resolved' AND EXISTS
    (SELECT 1 FROM alerts a WHERE a.id = alert_events.alert_id AND a.starts_at = alert_events.starts_at
        AND a.state = 'resolved' AND a.closed_by IS NOT NULL);
DELETE FROM alert_events WHERE times = 0;
