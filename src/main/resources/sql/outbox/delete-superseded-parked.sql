DELETE FROM parked_record
WHERE topic = :topic
  AND key_hash = :keyHash
  AND outbox_id < :outboxId
