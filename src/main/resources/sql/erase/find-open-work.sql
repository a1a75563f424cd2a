-- Two lookups: with OR, H2 would scan the table.
SELECT 1
FROM command
WHERE mailbox = :mailbox
  AND status IN ('delayed', 'waiting', 'confirming')
UNION ALL
SELECT 1
FROM call
WHERE mailbox = :mailbox
  AND confirm_at IS NOT NULL
LIMIT 1
