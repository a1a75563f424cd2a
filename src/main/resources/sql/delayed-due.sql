SELECT command_id,
       COALESCE((SELECT chat_group.mailbox FROM chat_group WHERE chat_group.chat_id = command.chat_id), command.mailbox) AS mailbox
FROM command
WHERE status = 'delayed'
  AND not_before <= :now
ORDER BY not_before, command_no
LIMIT :limit
FOR UPDATE
