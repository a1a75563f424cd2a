SELECT replays, batch_id, row_no,
       COALESCE((SELECT chat_group.mailbox FROM chat_group WHERE chat_group.chat_id = command.chat_id), command.mailbox) AS mailbox
FROM command
WHERE command_id = :commandId
  AND status = 'failed'
  AND NOT EXISTS (SELECT 1 FROM batch WHERE batch.batch_id = command.batch_id AND batch.status = 'ending')
FOR UPDATE
