DELETE FROM call
WHERE command_id = ANY(:commandIds)
