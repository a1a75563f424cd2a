SELECT mailbox, replays, batch_id, row_no
FROM command
WHERE command_id = :commandId
  AND status = 'failed'
FOR UPDATE
