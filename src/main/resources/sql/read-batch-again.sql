UPDATE batch
SET file = :file, stem = :stem, owner = :owner, leased_until = :until, taken_at = :now
WHERE batch_id = :batchId
