SELECT row_no, command_id, status, mailbox
FROM command
WHERE command_id = ANY(:commandIds)
  AND status IN ('delayed', 'waiting')
  AND (SELECT COUNT(*)
       FROM call
       WHERE call.command_id = command.command_id
         AND (call.status NOT IN ('delayed', 'waiting')
              OR first_try_at IS NOT NULL
              OR attempts > 0
              OR begun
              OR maybe_done)) = 0
ORDER BY command_id
FOR UPDATE SKIP LOCKED
