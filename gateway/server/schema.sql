BEGIN IMMEDIATE;
CREATE TABLE store (  -- one row
    id TEXT NOT NULL,
    last INTEGER NOT NULL  -- the number of the latest mail, whether its row is still there or not
);
CREATE TABLE mails (
    seq INTEGER PRIMARY KEY,  -- in the order of arrival
    received TEXT NOT NULL,   -- ISO 8601, UTC
    sender TEXT NOT NULL,     -- of the envelope
    recipient TEXT NOT NULL,
    octets INTEGER NOT NULL,
    login TEXT,               -- the account, where it is certain
    kind TEXT NOT NULL,       -- accepted, refused, forwarded, not_forwarded
    error INTEGER,            -- 1 to 9
    sms INTEGER,
    id TEXT,
    messages TEXT,            -- what is sent, as JSON
    reply TEXT,               -- the line that was due to the sender
    undelivered TEXT          -- why it was given up
);
CREATE TABLE lasting (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE passing (
    n INTEGER PRIMARY KEY,    -- of two with one key the later holds
    key TEXT NOT NULL,
    value TEXT NOT NULL,
    until INTEGER NOT NULL    -- microseconds since 1970-01-01 UTC
);
CREATE TABLE outbox (
    seq INTEGER PRIMARY KEY,  -- of the mail that is answered
    sender TEXT NOT NULL,     -- the address that answers
    recipient TEXT NOT NULL,
    text TEXT NOT NULL,
    received TEXT NOT NULL,
    answers TEXT,             -- the Message-ID of the mail
    tries INTEGER NOT NULL DEFAULT 0,
    due REAL NOT NULL DEFAULT 0
);
CREATE INDEX outbox_due ON outbox (due, seq);
PRAGMA application_id = 1936552813;
PRAGMA user_version = 3;
INSERT INTO store VALUES (lower(hex(randomblob(8))), 0);
COMMIT;
