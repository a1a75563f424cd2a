-- Finished before a time, and in no file. A failed one may have a call that is still to be confirmed: that is looked
-- up for each. As NOT EXISTS, PostgreSQL would read all calls there are for the few that are open.
SELECT command_id, mailbox
FROM command
WHERE batch_id IS NULL
  AND status = :status
  AND status IN ('accepted', 'confirmed', 'unconfirmed', 'failed', 'expired', 'cancelled') -- what the index says
  AND finished_at < :before
  AND (SELECT 1
       FROM call
       WHERE call.command_id = command.command_id
         AND (confirm_at IS NOT NULL OR call.status IN ('delayed', 'waiting'))
       LIMIT 1) IS NULL
LIMIT :limit
FOR UPDATE SKIP LOCKED
