SELECT position, kind, body, idempotency_key
FROM call
WHERE command_id = :commandId
  AND status IN ('failed', 'cancelled')
ORDER BY position
