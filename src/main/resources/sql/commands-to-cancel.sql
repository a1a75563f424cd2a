SELECT row_no, command_id, status,
       COALESCE((SELECT chat_group.mailbox FROM chat_group WHERE chat_group.chat_id = command.chat_id), command.mailbox) AS mailbox
FROM command
WHERE batch_id = :batchId
  AND status = :status
  AND status IN ('delayed', 'waiting', 'confirming') -- what the index says
  AND row_no > :after
ORDER BY row_no
LIMIT :limit
