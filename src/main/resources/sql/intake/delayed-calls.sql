SELECT call.command_id, call.position
FROM call
JOIN command ON command.command_id = call.command_id
WHERE call.command_id = ANY(:commandIds)
ORDER BY command.not_before, command.command_no, call.position
