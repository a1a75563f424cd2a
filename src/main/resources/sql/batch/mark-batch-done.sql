UPDATE batch
SET status = 'done', counts = :counts, finishes = :finishes, finished_at = :now
WHERE batch_id = :batchId
