-- The processes that share the ledger. Each writes every few seconds that it runs, and what it has done in the last minute.
CREATE TABLE instance (
    instance_id VARCHAR(36)  PRIMARY KEY,
    host        VARCHAR(255) NOT NULL,
    version     VARCHAR(64)  NOT NULL,
    started_at  TIMESTAMP WITH TIME ZONE NOT NULL,
    seen_at     TIMESTAMP WITH TIME ZONE NOT NULL,
    counts      VARCHAR      NOT NULL -- JSON object: how many of each kind
);
