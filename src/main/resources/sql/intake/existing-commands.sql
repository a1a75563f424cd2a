SELECT command_id, source_id, place
FROM command
WHERE command_id = ANY(:commandIds)
