UPDATE batch
SET leased_until = :until
WHERE batch_id = :batchId
  AND owner = :owner
  AND status = 'reading'
