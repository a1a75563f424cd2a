DELETE FROM batch
WHERE batch_id = :batchId
