DELETE FROM command
WHERE command_id = ANY(:commandIds)
