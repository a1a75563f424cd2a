UPDATE batch
SET file = :file, stem = :stem
WHERE batch_id = :batchId
