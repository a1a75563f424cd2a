UPDATE batch
SET status = 'working', owner = NULL, leased_until = NULL, read_at = :now,
    row_count = (SELECT COALESCE(SUM(batch_part.row_count), 0) FROM batch_part WHERE batch_part.batch_id = batch.batch_id),
    refused = (SELECT COALESCE(SUM(batch_part.refused), 0) FROM batch_part WHERE batch_part.batch_id = batch.batch_id)
WHERE batch_id = :batchId
