SELECT COUNT(*)
FROM command
WHERE batch_id = :batchId
  AND status IN ('delayed', 'waiting', 'confirming')
