SELECT position, kind, body, idempotency_key,
       status = 'failed' AND (http_status IS NULL OR http_status >= 500) AS in_doubt
FROM call
WHERE command_id = :commandId
  AND status IN ('failed', 'cancelled')
ORDER BY position
