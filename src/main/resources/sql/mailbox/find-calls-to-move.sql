SELECT call_id, TRUE AS waiting
FROM call
WHERE mailbox = :mailbox
  AND status = 'waiting'
UNION ALL
SELECT call_id, FALSE AS waiting
FROM call
WHERE mailbox = :mailbox
  AND confirm_at IS NOT NULL
ORDER BY call_id
