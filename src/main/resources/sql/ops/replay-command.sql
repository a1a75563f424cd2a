UPDATE command
SET status = 'waiting', mailbox = :mailbox, replays = replays + 1, finished_at = NULL
WHERE command_id = :commandId
