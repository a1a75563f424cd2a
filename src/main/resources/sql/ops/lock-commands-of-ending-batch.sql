SELECT command_id, mailbox
FROM command
WHERE batch_id = :batchId
  AND status IN ('accepted', 'confirmed', 'unconfirmed', 'failed', 'expired', 'cancelled')
  AND (SELECT 1
       FROM call
       WHERE call.command_id = command.command_id
         AND (confirm_at IS NOT NULL OR call.status IN ('delayed', 'waiting'))
       LIMIT 1) IS NULL
ORDER BY row_no
LIMIT :limit
FOR UPDATE SKIP LOCKED
