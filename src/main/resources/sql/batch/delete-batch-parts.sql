DELETE FROM batch_part
WHERE batch_id = :batchId
