UPDATE batch
SET cancelled = TRUE
WHERE batch_id = :batchId
  AND status IN ('reading', 'working')
