UPDATE batch
SET status = 'working', counts = NULL, finished_at = NULL
WHERE batch_id = :batchId
  AND status = 'done'
