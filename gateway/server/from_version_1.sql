-- 0.1.0 took the number of the latest row, so that numbers began again where rows were deleted.
BEGIN IMMEDIATE;
ALTER TABLE store ADD COLUMN last INTEGER NOT NULL DEFAULT 0;
UPDATE store SET last = (SELECT coalesce(max(seq), 0) FROM (SELECT seq FROM mails UNION ALL SELECT seq FROM outbox));
PRAGMA user_version = 2;
COMMIT;
