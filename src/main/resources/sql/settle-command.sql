UPDATE command
SET status = CASE
        WHEN EXISTS (SELECT 1 FROM call WHERE call.command_id = command.command_id AND call.status = 'failed') THEN 'failed'
        WHEN EXISTS (SELECT 1 FROM call WHERE call.command_id = command.command_id AND call.status = 'cancelled') THEN 'expired'
        ELSE 'accepted'
    END,
    first_call_at = (SELECT MIN(first_try_at) FROM call WHERE call.command_id = command.command_id),
    finished_at = :now
WHERE command_id = :commandId
  AND status = 'waiting'
