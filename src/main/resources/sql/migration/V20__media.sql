-- Files that messages have, each content once. content_id: of its parts. attachment_id: Linq's, of the last upload; used without another
-- upload until usable_until. wanted_at: since when a call waits for the upload. due_at: when it is tried next, or when another instance
-- may do so; null: no call waits for it. problem: why it cannot be uploaded.
CREATE TABLE media (
    sha256        VARCHAR(64)  PRIMARY KEY,
    content_id    VARCHAR(36)  NOT NULL,
    file          VARCHAR(255) NOT NULL,
    content_type  VARCHAR(128) NOT NULL,
    size_bytes    BIGINT       NOT NULL,
    used_at       TIMESTAMP WITH TIME ZONE NOT NULL,
    attachment_id VARCHAR(64),
    usable_until  TIMESTAMP WITH TIME ZONE,
    wanted_at     TIMESTAMP WITH TIME ZONE,
    due_at        TIMESTAMP WITH TIME ZONE,
    failing_since TIMESTAMP WITH TIME ZONE,
    problem       VARCHAR
);
CREATE INDEX media_due ON media (due_at) ${only_due};
CREATE INDEX media_by_use ON media (used_at);
CREATE INDEX media_by_content ON media (content_id);

-- Their bytes, from part_no 1. Those without a row in media are of a file that was being stored when the program stopped.
CREATE TABLE media_part (
    content_id VARCHAR(36) NOT NULL,
    part_no    INTEGER     NOT NULL,
    content    ${bytes}    NOT NULL,
    stored_at  TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (content_id, part_no)
);
CREATE INDEX media_part_by_time ON media_part (stored_at);

-- The commands, or the batches, whose messages have them. user_id: id of the command or the batch.
CREATE TABLE media_use (
    sha256  VARCHAR(64)  NOT NULL,
    user_id VARCHAR(512) NOT NULL,
    used_at TIMESTAMP WITH TIME ZONE NOT NULL,
    PRIMARY KEY (sha256, user_id)
);
CREATE INDEX media_use_by_time ON media_use (used_at);
