UPDATE command
SET status = :status,
    first_call_at = (SELECT MIN(first_try_at) FROM call WHERE call.command_id = command.command_id),
    finished_at = :now
WHERE command_id = ANY(:commandIds)
