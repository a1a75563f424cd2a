DELETE FROM command
WHERE command_id = :commandId
