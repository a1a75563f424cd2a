UPDATE command
SET status = :status, first_call_at = :firstCallAt, finished_at = :finishedAt
WHERE command_id = :commandId
  AND (status = 'waiting' OR (status = 'confirming' AND CAST(:status AS VARCHAR) <> 'confirming'))
