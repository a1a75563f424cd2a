SELECT batch_id
FROM batch
WHERE status = 'ending'
ORDER BY batch_id
LIMIT 1
FOR UPDATE SKIP LOCKED
