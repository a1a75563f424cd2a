SELECT mailbox, replays
FROM command
WHERE command_id = :commandId
  AND status = 'failed'
FOR UPDATE
