SELECT batch_part.batch_id, command.status, COUNT(*) AS row_count
FROM batch_part
JOIN command ON command.batch_id = batch_part.batch_id AND row_no BETWEEN first_row AND last_row
WHERE batch_part.status = 'released'
  AND batch_part.batch_id = ANY(:batchIds)
GROUP BY batch_part.batch_id, command.status
UNION ALL
SELECT batch_part.batch_id, refusal.status, COUNT(*) AS row_count
FROM batch_part
JOIN refusal ON refusal.batch_id = batch_part.batch_id AND row_no BETWEEN first_row AND last_row
WHERE batch_part.status = 'released'
  AND batch_part.batch_id = ANY(:batchIds)
GROUP BY batch_part.batch_id, refusal.status
