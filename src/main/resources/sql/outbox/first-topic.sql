SELECT topic
FROM outbox
ORDER BY outbox_id
LIMIT 1
