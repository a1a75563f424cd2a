SELECT batch_id, status, COUNT(*) AS row_count
FROM command
WHERE batch_id = :batchId
  AND row_no BETWEEN :firstRow AND :lastRow
GROUP BY batch_id, status
UNION ALL
SELECT batch_id, status, COUNT(*) AS row_count
FROM refusal
WHERE batch_id = :batchId
  AND row_no BETWEEN :firstRow AND :lastRow
GROUP BY batch_id, status
