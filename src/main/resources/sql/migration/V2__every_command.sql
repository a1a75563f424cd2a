-- A command says what its producer should know in its warnings, can wait for its time and lapse, and can be tried again on a
-- person's word. status: delayed, waiting, accepted, failed, expired. command_no is the order of acceptance in a group.
ALTER TABLE command RENAME COLUMN notes TO warnings;
ALTER TABLE command ADD COLUMN command_no BIGINT GENERATED ALWAYS AS IDENTITY;
ALTER TABLE command ADD COLUMN not_before TIMESTAMP WITH TIME ZONE;
ALTER TABLE command ADD COLUMN replays INTEGER DEFAULT 0 NOT NULL;
CREATE INDEX command_delayed ON command (not_before) ${only_delayed};

-- call_id is the order inside a mailbox: given while the mailbox's row is locked, and given anew when a delayed command's
-- time has come. The sequence begins above any id given before.
CREATE SEQUENCE call_order START WITH 1000000000000;
ALTER TABLE call ALTER COLUMN call_id DROP IDENTITY;
ALTER TABLE call ALTER COLUMN call_id SET DEFAULT nextval('call_order');
-- expires_at: of a command's first call only. begun: a call without an idempotency key may be on its way, and must not be
-- made again.
ALTER TABLE call ADD COLUMN expires_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE call ADD COLUMN begun BOOLEAN DEFAULT FALSE NOT NULL;

-- When messages were sent in the last minute, in milliseconds since 1970.
ALTER TABLE mailbox ADD COLUMN sent BIGINT ARRAY;

-- Unknown for a chat made elsewhere.
ALTER TABLE chat_group ADD COLUMN line VARCHAR(64);

-- Messages a line has sent on a day (UTC).
CREATE TABLE line_day (
    line   VARCHAR(64),
    on_day DATE,
    sent   BIGINT NOT NULL,
    PRIMARY KEY (line, on_day)
);
