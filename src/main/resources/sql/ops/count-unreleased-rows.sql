SELECT COALESCE(SUM(row_count), 0)
FROM batch_part
WHERE batch_id = :batchId
  AND status = 'waiting'
