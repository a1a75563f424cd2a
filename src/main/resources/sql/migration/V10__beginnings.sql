-- Of the file alone, without its options: a longer file that begins with it holds what was sent before.
ALTER TABLE batch ADD COLUMN content_bytes BIGINT;
ALTER TABLE batch ADD COLUMN content_sha256 VARCHAR(64);
