UPDATE command
SET status = 'waiting'
WHERE command_id = :commandId
