-- A file whose rows are commands. status: reading, working, done. Nothing of it becomes a command before it was read to its end.
-- owner, leased_until: the instance that reads it, later the one that writes its results. finishes: how often it was done; a
-- retry opens it again. row_count, refused: known when it was read; counts: how many rows came to what, when it was done.
CREATE TABLE batch (
    batch_id     VARCHAR(64) PRIMARY KEY,
    file         VARCHAR(1024) NOT NULL,
    stem         VARCHAR(1024) NOT NULL,
    sha256       VARCHAR(64)   NOT NULL,
    status       VARCHAR(16)   NOT NULL,
    cancelled    BOOLEAN DEFAULT FALSE NOT NULL,
    owner        VARCHAR(64),
    leased_until TIMESTAMP WITH TIME ZONE,
    row_count    BIGINT DEFAULT 0 NOT NULL,
    refused      BIGINT DEFAULT 0 NOT NULL,
    counts       VARCHAR, -- JSON object
    finishes     INTEGER DEFAULT 0 NOT NULL,
    taken_at     TIMESTAMP WITH TIME ZONE NOT NULL,
    read_at      TIMESTAMP WITH TIME ZONE,
    finished_at  TIMESTAMP WITH TIME ZONE
);
CREATE INDEX batch_by_status ON batch (status);
CREATE INDEX batch_by_time ON batch (taken_at);

-- Some of its rows. status: waiting, released (they are commands or refusals now), settled (nothing of them is open). counts: how
-- many of them came to what, when they were settled.
CREATE TABLE batch_part (
    batch_id  VARCHAR(64) NOT NULL REFERENCES batch,
    part_no   INTEGER     NOT NULL,
    first_row BIGINT      NOT NULL,
    last_row  BIGINT      NOT NULL,
    row_count INTEGER     NOT NULL,
    refused   INTEGER     NOT NULL,
    content   ${bytes},
    status    VARCHAR(16) NOT NULL,
    counts    VARCHAR, -- JSON object
    PRIMARY KEY (batch_id, part_no)
);
CREATE INDEX batch_part_open ON batch_part (status, batch_id, part_no) ${only_open_part};

-- Which row of which file a command or a refusal was. command.status may be cancelled, too, and so may refusal.status.
ALTER TABLE command ADD COLUMN row_no BIGINT;
ALTER TABLE refusal ADD COLUMN batch_id VARCHAR(64);
ALTER TABLE refusal ADD COLUMN row_no BIGINT;
ALTER TABLE refusal ADD COLUMN group_ref VARCHAR(512);
-- As it was given: a refused one may be longer than any of Linq's.
ALTER TABLE refusal ADD COLUMN chat_id VARCHAR(512);
-- The position of a row is its file's id and its number: what came from a file that is dropped again belongs to its batch.
UPDATE command
SET batch_id = LEFT(source_id, 34), row_no = CAST(SUBSTRING(source_id, 36) AS BIGINT)
WHERE source_id LIKE 'f-________________________________-%';
UPDATE refusal
SET batch_id = LEFT(source_id, 34), row_no = CAST(SUBSTRING(source_id, 36) AS BIGINT)
WHERE source_id LIKE 'f-________________________________-%';
CREATE INDEX command_of_batch ON command (batch_id, row_no) ${only_of_batch};
CREATE INDEX command_open_of_batch ON command (batch_id, status, row_no) ${only_open_of_batch};
CREATE INDEX refusal_of_batch ON refusal (batch_id, row_no) ${only_of_batch};

-- Whether there is a group of the same members is asked for every row that is checked.
CREATE INDEX chat_group_by_member_set ON chat_group (member_set);
