DELETE FROM parked_record
WHERE outbox_id = ANY(:outboxIds)
