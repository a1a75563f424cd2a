SELECT file, stem
FROM batch
WHERE batch_id = ANY(:batchIds)
ORDER BY file
