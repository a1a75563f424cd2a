SELECT command_id, mailbox
FROM command
WHERE command_id = ANY(:commandIds)
  AND status = 'delayed'
ORDER BY command_id
FOR UPDATE
