-- Records that their topic finds too large. They stand in nobody's way here, and go back into the outbox, under the id that they had,
-- when the topic takes them. key_hash: a newer record of a compacted topic replaces an older one with the same key.
CREATE TABLE parked_record (
    outbox_id    BIGINT PRIMARY KEY,
    topic        VARCHAR(249) NOT NULL,
    record_key   ${bytes},
    record_value ${bytes},
    headers      VARCHAR NOT NULL, -- JSON object of texts
    key_hash     VARCHAR(64) NOT NULL,
    size         BIGINT NOT NULL,
    reason       VARCHAR(1024) NOT NULL,
    parked_at    TIMESTAMP WITH TIME ZONE NOT NULL
);
CREATE INDEX parked_record_by_size ON parked_record (topic, size, outbox_id);

-- The records of one topic in their order, whatever waits for the others.
CREATE INDEX outbox_by_topic ON outbox (topic, outbox_id);

-- A record of the commands topic that is being accepted alone. A row that another owner has left says that its process died.
CREATE TABLE intake_attempt (
    source_id VARCHAR(512) PRIMARY KEY,
    owner     VARCHAR(64) NOT NULL,
    deaths    INTEGER NOT NULL,
    begun_at  TIMESTAMP WITH TIME ZONE NOT NULL
);
CREATE INDEX intake_attempt_by_time ON intake_attempt (begun_at);
