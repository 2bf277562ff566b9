-- Of replies that were delivered before, nothing is known.
BEGIN IMMEDIATE;
ALTER TABLE mails ADD COLUMN reply TEXT;
ALTER TABLE mails ADD COLUMN undelivered TEXT;
UPDATE mails SET reply = (SELECT text FROM outbox WHERE outbox.seq = mails.seq);
PRAGMA user_version = 3;
COMMIT;
