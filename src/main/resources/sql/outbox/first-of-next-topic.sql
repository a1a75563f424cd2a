SELECT topic, outbox_id
FROM outbox
WHERE topic > :topic
ORDER BY topic, outbox_id
LIMIT 1
