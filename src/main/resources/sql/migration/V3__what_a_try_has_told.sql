-- maybe_done: a try may have reached Linq whose answer is not known. failing_since, not_ready_since: how long the tries that
-- count against the time limits have gone on; a time in which Linq said wait, or rejected the key, is no part of them.
ALTER TABLE call ADD COLUMN maybe_done BOOLEAN DEFAULT FALSE NOT NULL;
ALTER TABLE call ADD COLUMN failing_since TIMESTAMP WITH TIME ZONE;
ALTER TABLE call ADD COLUMN not_ready_since TIMESTAMP WITH TIME ZONE;
UPDATE call
SET maybe_done = TRUE, failing_since = first_try_at
WHERE status = 'waiting'
  AND attempts > 0;
