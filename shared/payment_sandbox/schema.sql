-- The ledger. Amounts are cents, times are Unix seconds, `seq` is the order of creation.
-- Its rules hold whatever the code does: one capture per intent, no refund above the capture.

CREATE TABLE IF NOT EXISTS intents (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    created INTEGER NOT NULL,
    amount INTEGER NOT NULL CHECK (amount > 0),
    currency TEXT NOT NULL,
    metadata TEXT NOT NULL,             -- JSON object
    status TEXT NOT NULL,
    payment_method TEXT,
    amount_received INTEGER NOT NULL DEFAULT 0,
    latest_charge TEXT,
    last_payment_error TEXT,            -- JSON object
    canceled_at INTEGER,
    CHECK (amount_received = CASE status WHEN 'succeeded' THEN amount ELSE 0 END)
);

CREATE TABLE IF NOT EXISTS charges (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    created INTEGER NOT NULL,
    intent TEXT NOT NULL REFERENCES intents (id),
    amount INTEGER NOT NULL,
    amount_captured INTEGER NOT NULL,
    amount_refunded INTEGER NOT NULL DEFAULT 0,
    currency TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('succeeded', 'failed')),
    payment_method TEXT NOT NULL,
    failure_code TEXT,
    failure_message TEXT,
    decline_code TEXT,
    CHECK (amount_captured = CASE status WHEN 'succeeded' THEN amount ELSE 0 END),
    CHECK (amount_refunded BETWEEN 0 AND amount_captured)
);

CREATE UNIQUE INDEX IF NOT EXISTS one_capture ON charges (intent) WHERE status = 'succeeded';

CREATE TABLE IF NOT EXISTS refunds (
    seq INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    created INTEGER NOT NULL,
    intent TEXT NOT NULL REFERENCES intents (id),
    charge TEXT NOT NULL REFERENCES charges (id),
    amount INTEGER NOT NULL CHECK (amount > 0),
    currency TEXT NOT NULL
);

CREATE INDEX IF NOT EXISTS refunds_of_intent ON refunds (intent, seq);

CREATE TABLE IF NOT EXISTS answers (
    idempotency_key TEXT PRIMARY KEY,
    request TEXT NOT NULL,              -- digest of method, path and parameters
    status INTEGER NOT NULL,
    body TEXT NOT NULL                  -- JSON, byte for byte as it was sent
) WITHOUT ROWID;

CREATE TABLE IF NOT EXISTS switches (
    name TEXT PRIMARY KEY,
    value INTEGER NOT NULL,
    calls TEXT,                         -- JSON array; NULL: every call
    times INTEGER CHECK (times > 0)     -- NULL: until it is turned off
) WITHOUT ROWID;
