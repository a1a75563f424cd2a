SELECT command_id, warnings
FROM command
WHERE command_id = ANY(:commandIds)
ORDER BY command_id
FOR UPDATE
