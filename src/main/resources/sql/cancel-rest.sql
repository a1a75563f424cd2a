UPDATE call
SET status = 'cancelled', finished_at = :now
WHERE command_id = :commandId
  AND status = 'waiting'
