SELECT command_id, CASE WHEN status = 'delayed' THEN not_before END AS delayed_until
FROM command
WHERE command_id = ANY(:commandIds)
