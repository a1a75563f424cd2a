DELETE FROM outbox
WHERE outbox_id = ANY(:outboxIds)
