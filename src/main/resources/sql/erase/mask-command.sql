UPDATE command
SET mailbox = :mailbox, group_ref = :groupRef, source = :source, place = :place, warnings = :warnings
WHERE command_id = :commandId
