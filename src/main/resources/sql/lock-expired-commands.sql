-- Finished before a time, and in no file. A failed one may have a call that is still to be confirmed.
SELECT command_id, mailbox
FROM command
WHERE batch_id IS NULL
  AND status = :status
  AND status IN ('accepted', 'confirmed', 'unconfirmed', 'failed', 'expired', 'cancelled') -- what the index says
  AND finished_at < :before
  AND NOT EXISTS (SELECT 1
                  FROM call
                  WHERE call.command_id = command.command_id
                    AND (confirm_at IS NOT NULL OR call.status IN ('delayed', 'waiting')))
LIMIT :limit
FOR UPDATE SKIP LOCKED
