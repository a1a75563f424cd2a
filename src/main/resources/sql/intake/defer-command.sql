UPDATE command
SET not_before = :until
WHERE command_id = :commandId
  AND status = 'delayed'
