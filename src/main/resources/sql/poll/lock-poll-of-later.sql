-- Heard of later than now: the clock was set back since.
SELECT message_id, changed_at
FROM poll
WHERE changed_at > :latest
  AND read_at IS NOT NULL
ORDER BY changed_at
LIMIT 1
FOR UPDATE SKIP LOCKED
