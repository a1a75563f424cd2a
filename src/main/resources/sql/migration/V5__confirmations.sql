-- command.status: delayed, waiting, confirming, accepted, confirmed, unconfirmed, failed, expired. call.status: waiting, accepted,
-- confirmed, refused, unconfirmed, failed, cancelled. confirm_at: when Linq is asked what became of an accepted call; null where
-- nothing more is awaited. half_confirmed: of a call that sets name and icon, what is set already. in_doubt_since: of a call whose
-- worker died, the earliest time at which that one may have sent it.
ALTER TABLE call ADD COLUMN confirm_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE call ADD COLUMN in_doubt_since TIMESTAMP WITH TIME ZONE;
ALTER TABLE call ADD COLUMN half_confirmed VARCHAR(8);
CREATE INDEX call_awaited ON call (mailbox) ${only_awaited};
CREATE INDEX call_to_ask_about ON call (confirm_at) ${only_awaited};
CREATE INDEX call_by_trace ON call (trace_id);
UPDATE call
SET confirm_at = finished_at
WHERE status = 'accepted'
  AND command_id IN (SELECT command_id FROM command WHERE status = 'waiting');

-- The file that a command came with.
ALTER TABLE command ADD COLUMN batch_id VARCHAR(64);

-- What events say about calls, until the call is found. look_at: when to look for it next; the answer to the call may come later.
CREATE TABLE signal (
    signal_id       BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind            VARCHAR(32) NOT NULL,
    content         VARCHAR,
    chat_id         VARCHAR(64),
    idempotency_key VARCHAR(255),
    message_id      VARCHAR(64),
    trace_id        VARCHAR(64),
    error_code      INTEGER,
    error_message   VARCHAR(1024),
    look_at         TIMESTAMP WITH TIME ZONE NOT NULL,
    received_at     TIMESTAMP WITH TIME ZONE NOT NULL
);
CREATE INDEX signal_to_look_at ON signal (look_at);

-- What each chat looks like, as events and reads tell it. look_at: when to ask Linq for it, or to publish it; null when that is
-- done. published_as: its key on the topic of groups.
ALTER TABLE chat_line RENAME TO chat;
ALTER TABLE chat ALTER COLUMN line DROP NOT NULL;
ALTER TABLE chat ADD COLUMN state VARCHAR; -- JSON
ALTER TABLE chat ADD COLUMN look_at TIMESTAMP WITH TIME ZONE;
ALTER TABLE chat ADD COLUMN published_as VARCHAR(512);
CREATE INDEX chat_to_look_at ON chat (look_at) ${only_to_look_at};
-- Nothing is known yet of how these look.
INSERT INTO chat (chat_id, line)
SELECT chat_id, MAX(line)
FROM chat_group
WHERE chat_id IS NOT NULL
  AND chat_id NOT IN (SELECT chat_id FROM chat)
GROUP BY chat_id;
UPDATE chat
SET look_at = CURRENT_TIMESTAMP;

-- A record without a value says that its key is no longer used.
ALTER TABLE outbox ALTER COLUMN record_value DROP NOT NULL;

CREATE INDEX event_by_time ON event (received_at);
