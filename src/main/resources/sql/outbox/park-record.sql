INSERT INTO parked_record (outbox_id, topic, record_key, record_value, headers, key_hash, size, reason, parked_at)
SELECT outbox_id, topic, record_key, record_value, headers, :keyHash, :size, :reason, :now
FROM outbox
WHERE outbox_id = :outboxId
