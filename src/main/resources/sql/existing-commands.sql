SELECT command_id, source_id
FROM command
WHERE command_id = ANY(:commandIds)
