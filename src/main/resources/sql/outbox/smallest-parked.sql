SELECT outbox_id
FROM parked_record
WHERE topic = :topic
ORDER BY size, outbox_id
LIMIT :limit
