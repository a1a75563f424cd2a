INSERT INTO outbox (outbox_id, topic, record_key, record_value, headers)
OVERRIDING SYSTEM VALUE
SELECT outbox_id, topic, record_key, record_value, headers
FROM parked_record
WHERE outbox_id = ANY(:outboxIds)
