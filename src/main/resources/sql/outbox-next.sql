SELECT outbox_id, topic, record_key, record_value, headers
FROM outbox
WHERE NOT (topic = ANY(:held))
ORDER BY outbox_id
LIMIT :limit
