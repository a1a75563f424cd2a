UPDATE batch
SET owner = NULL, leased_until = NULL
WHERE batch_id = :batchId
  AND owner = :owner
