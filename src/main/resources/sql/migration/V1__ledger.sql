-- The ledger. Times are the application's clock; ${bytes} and ${only_due} are the two places where H2 and PostgreSQL differ.

-- What a producer asked for. A command that was refused never gets here: see refusal.
CREATE TABLE command (
    command_id    VARCHAR(512) PRIMARY KEY,
    type          VARCHAR(64)  NOT NULL,
    source_id     VARCHAR(512) NOT NULL,
    source        VARCHAR      NOT NULL, -- JSON, as it stands in the outcome
    place         VARCHAR(512) NOT NULL, -- the same for a person
    mailbox       VARCHAR(512) NOT NULL,
    group_ref     VARCHAR(512),
    chat_id       VARCHAR(64),
    notes         VARCHAR      NOT NULL, -- JSON array of texts
    status        VARCHAR(16)  NOT NULL, -- waiting, accepted, failed
    accepted_at   TIMESTAMP WITH TIME ZONE NOT NULL,
    first_call_at TIMESTAMP WITH TIME ZONE,
    finished_at   TIMESTAMP WITH TIME ZONE
);

-- One HTTP request to Linq. call_id is the order inside a mailbox: rows are inserted while the mailbox's row is locked.
CREATE TABLE call (
    call_id         BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    command_id      VARCHAR(512) NOT NULL REFERENCES command,
    position        INTEGER      NOT NULL,
    mailbox         VARCHAR(512) NOT NULL,
    kind            VARCHAR(32)  NOT NULL,
    method          VARCHAR(8)   NOT NULL,
    path            VARCHAR(256) NOT NULL, -- {chat_id} is filled in when its turn comes
    body            VARCHAR      NOT NULL, -- JSON
    idempotency_key VARCHAR(255),
    status          VARCHAR(16)  NOT NULL, -- waiting, accepted, failed, cancelled
    attempts        INTEGER      NOT NULL,
    first_try_at    TIMESTAMP WITH TIME ZONE,
    finished_at     TIMESTAMP WITH TIME ZONE,
    http_status     INTEGER,
    message_id      VARCHAR(64),
    trace_id        VARCHAR(64),
    error_code      INTEGER,
    error_message   VARCHAR(1024),
    doc_url         VARCHAR(512),
    UNIQUE (command_id, position)
);
CREATE INDEX call_of_mailbox ON call (mailbox, call_id) ${only_waiting};
CREATE INDEX call_by_key ON call (idempotency_key);
CREATE INDEX call_by_message ON call (message_id);

-- The waiting calls of one group have one mailbox, and one worker at a time empties it. due_at says when it may be
-- leased next: null when nothing waits, the end of the lease while a worker has it. arrived counts commands, so that
-- a worker that gives the mailbox back sees whether more came in meanwhile.
CREATE TABLE mailbox (
    mailbox VARCHAR(512) PRIMARY KEY,
    due_at  TIMESTAMP WITH TIME ZONE,
    lease   VARCHAR(64),
    arrived BIGINT NOT NULL
);
CREATE INDEX mailbox_due ON mailbox (due_at) ${only_due};

-- Which chat a group is. A chat that is only known by its id has no group_ref.
CREATE TABLE chat_group (
    mailbox      VARCHAR(512) PRIMARY KEY,
    group_ref    VARCHAR(512) UNIQUE,
    chat_id      VARCHAR(64),
    command_id   VARCHAR(512),          -- the create
    member_set   VARCHAR(64),           -- line and members, hashed
    display_name VARCHAR,               -- as asked for
    status       VARCHAR(16) NOT NULL,  -- creating, created, failed
    named_at     TIMESTAMP WITH TIME ZONE
);
CREATE INDEX chat_group_by_chat ON chat_group (chat_id);

-- Linq gives back the first chat of a line and its members until that chat has its name: whose turn it is to create.
CREATE TABLE member_set (
    member_set VARCHAR(64) PRIMARY KEY,
    mailbox    VARCHAR(512) NOT NULL
);
CREATE INDEX member_set_by_mailbox ON member_set (mailbox);

-- Positions whose command was refused, so that a redelivery is not reported twice.
CREATE TABLE refusal (
    source_id  VARCHAR(512) PRIMARY KEY,
    command_id VARCHAR(512),
    place      VARCHAR(512) NOT NULL,
    status     VARCHAR(16)  NOT NULL, -- refused, duplicate
    problems   VARCHAR      NOT NULL, -- JSON array
    refused_at TIMESTAMP WITH TIME ZONE NOT NULL
);

-- Events received, for recognising them again. Their bytes lie in the outbox until Kafka has them.
CREATE TABLE event (
    event_id    VARCHAR(64) PRIMARY KEY,
    event_type  VARCHAR(128) NOT NULL,
    chat_id     VARCHAR(64),
    received_at TIMESTAMP WITH TIME ZONE NOT NULL
);

-- Records on their way to Kafka; a row goes when Kafka has acknowledged it.
CREATE TABLE outbox (
    outbox_id    BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic        VARCHAR(249) NOT NULL,
    record_key   ${bytes},
    record_value ${bytes} NOT NULL,
    headers      VARCHAR NOT NULL -- JSON object of texts
);

-- Jobs that one instance does at a time.
CREATE TABLE lease (
    name   VARCHAR(64) PRIMARY KEY,
    owner  VARCHAR(64) NOT NULL,
    ends_at TIMESTAMP WITH TIME ZONE NOT NULL
);
