-- So that the next calls of a mailbox that fit into memory are found without reading the bodies of all its waiting calls: H2 reads
-- whole rows. NULL for calls of older versions.
ALTER TABLE call ADD COLUMN body_bytes INTEGER;
DROP INDEX call_of_mailbox;
CREATE INDEX call_of_mailbox ON call (mailbox, ${status_on_h2} call_id, body_bytes) ${only_waiting};
