-- With a plain condition on status PostgreSQL would scan the whole index of waiting calls.
UPDATE call
SET status = 'cancelled', finished_at = :now
WHERE command_id = :commandId
  AND status || '' = 'waiting'
