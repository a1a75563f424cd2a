-- Retention and later reads count from a time that has passed, also after the clock was set back.
UPDATE poll
SET read_at = :readAt, changed_at = LEAST(changed_at, :now)
WHERE message_id = :messageId
