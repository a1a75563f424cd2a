UPDATE command
SET status = 'waiting', replays = replays + 1, finished_at = NULL
WHERE command_id = :commandId
