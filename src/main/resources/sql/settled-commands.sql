SELECT command_id
FROM command
WHERE command_id = ANY(:commandIds)
  AND status = 'waiting'
  AND NOT EXISTS (SELECT 1 FROM call WHERE call.command_id = command.command_id AND call.status = 'waiting')
