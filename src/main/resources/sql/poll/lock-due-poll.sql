SELECT message_id, changed_at
FROM poll
WHERE read_at <= :now
ORDER BY read_at
LIMIT 1
FOR UPDATE SKIP LOCKED
