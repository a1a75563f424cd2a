SELECT COALESCE(MAX(part_no), 0) - COUNT(*)
FROM batch_part
WHERE batch_id = :batchId
