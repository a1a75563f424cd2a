SELECT batch_id
FROM command
WHERE command_id = :commandId
  AND batch_id IS NOT NULL
