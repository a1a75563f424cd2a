-- Commands that did not come in a file. A failed one may have a call that still waits for confirmation. The scalar subquery
-- checks that for each command; for NOT EXISTS, PostgreSQL would read the calls of all commands.
SELECT command_id, mailbox
FROM command
WHERE batch_id IS NULL
  AND status = :status
  AND status IN ('accepted', 'confirmed', 'unconfirmed', 'failed', 'expired', 'cancelled') -- condition of the partial index
  AND finished_at < :before
  AND (SELECT 1
       FROM call
       WHERE call.command_id = command.command_id
         AND (confirm_at IS NOT NULL OR call.status IN ('delayed', 'waiting'))
       LIMIT 1) IS NULL
LIMIT :limit
FOR UPDATE SKIP LOCKED
