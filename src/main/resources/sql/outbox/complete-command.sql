UPDATE command
SET status = :status, first_call_at = :firstCallAt, finished_at = :now
WHERE command_id = :commandId
  AND (status = 'waiting' OR (status = 'confirming' AND CAST(:status AS VARCHAR) <> 'confirming'))
