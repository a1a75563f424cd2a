UPDATE command
SET status = 'cancelled', finished_at = :now
WHERE command_id = ANY(:commandIds)
