-- What is known of each poll: its options and votes, as events have told them. changed_at: when the ledger last heard of it.
CREATE TABLE poll (
    message_id VARCHAR(64) PRIMARY KEY,
    chat_id    VARCHAR(64),
    command_id VARCHAR(512),
    state      VARCHAR,
    changed_at TIMESTAMP WITH TIME ZONE NOT NULL
);
CREATE INDEX poll_to_delete ON poll (changed_at);
