UPDATE batch
SET status = 'ending', owner = NULL, leased_until = NULL
WHERE batch_id = :batchId
