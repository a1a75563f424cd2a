SELECT position, kind, body, idempotency_key,
       status = 'failed' AND (http_status IS NULL OR http_status >= 500) AS in_doubt
FROM call
WHERE command_id = :commandId
  AND status IN ('failed', 'refused', 'cancelled')
ORDER BY position
