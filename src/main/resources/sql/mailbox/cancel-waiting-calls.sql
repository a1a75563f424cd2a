-- PostgreSQL would read the whole index of waiting calls if it recognised the condition.
UPDATE call
SET status = 'cancelled', finished_at = :now
WHERE command_id = :commandId
  AND status || '' = 'waiting'
