SELECT batch_id, status, counts, COUNT(*) AS parts, SUM(row_count) AS row_count, SUM(refused) AS refused
FROM batch_part
WHERE batch_id = ANY(:batchIds)
GROUP BY batch_id, status, counts
