SELECT outbox_id, topic, record_key, record_value, headers
FROM outbox
ORDER BY outbox_id
LIMIT :limit
