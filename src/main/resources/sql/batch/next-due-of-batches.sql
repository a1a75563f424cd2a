SELECT batch_id, MIN(not_before) AS next_due
FROM command
WHERE batch_id = ANY(:batchIds)
  AND status = 'delayed'
  AND not_before IS NOT NULL
GROUP BY batch_id
