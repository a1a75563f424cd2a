SELECT row_no, command_id, status, mailbox
FROM command
WHERE batch_id = :batchId
  AND status = :status
  AND status IN ('delayed', 'waiting', 'confirming') -- condition of the partial index
  AND row_no > :after
ORDER BY row_no
LIMIT :limit
