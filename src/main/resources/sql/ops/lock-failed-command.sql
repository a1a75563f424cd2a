SELECT replays, batch_id, row_no,
       -- The current mailbox of its chat, which may have been merged; NULL when the group was deleted.
       COALESCE((SELECT chat_group.mailbox FROM chat_group WHERE chat_group.chat_id = command.chat_id),
                (SELECT chat_group.mailbox FROM chat_group WHERE chat_group.mailbox = command.mailbox)) AS mailbox
FROM command
WHERE command_id = :commandId
  AND status = 'failed'
  AND NOT EXISTS (SELECT 1 FROM batch WHERE batch.batch_id = command.batch_id AND batch.status = 'ending')
FOR UPDATE
