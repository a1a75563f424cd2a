SELECT command_id, type, place, status, accepted_at, finished_at, mailbox
FROM command
WHERE command_id = ANY(:commandIds)
