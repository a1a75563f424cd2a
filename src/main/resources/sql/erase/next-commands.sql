SELECT command_id, status, mailbox, group_ref, source, place, warnings, batch_id
FROM command
WHERE command_id > :after
ORDER BY command_id
LIMIT :limit
