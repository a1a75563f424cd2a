UPDATE command
SET warnings = :warnings
WHERE command_id = :commandId
