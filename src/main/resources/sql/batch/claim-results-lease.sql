UPDATE batch
SET owner = :owner, leased_until = :until
WHERE batch_id = :batchId
  AND status IN ('working', 'done')
  AND (owner IS NULL OR owner = :owner OR leased_until < :now)
