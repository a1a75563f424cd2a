SELECT command_id, status, mailbox, group_ref, source, place, warnings, batch_id
FROM command
WHERE command_id = ANY(:commandIds)
ORDER BY command_id
FOR UPDATE
