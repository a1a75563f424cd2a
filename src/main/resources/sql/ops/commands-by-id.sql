SELECT row_no, command_id, status, mailbox
FROM command
WHERE command_id = ANY(:commandIds)
