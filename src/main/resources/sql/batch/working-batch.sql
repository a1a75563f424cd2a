SELECT batch_id
FROM batch
WHERE status = 'working'
  AND stem = :stem
ORDER BY taken_at DESC
