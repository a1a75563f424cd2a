SELECT outbox_id, topic, record_key, record_value, headers
FROM outbox
WHERE topic = :topic
ORDER BY outbox_id
LIMIT 1
