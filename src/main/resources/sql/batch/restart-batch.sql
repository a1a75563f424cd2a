-- A batch that was being deleted is not cancelled: it starts anew.
UPDATE batch
SET file = :file, stem = :stem, owner = :owner, leased_until = :until, taken_at = :now,
    cancelled = cancelled AND status = 'reading', status = 'reading', row_count = 0, refused = 0, counts = NULL, finishes = 0,
    read_at = NULL, finished_at = NULL
WHERE batch_id = :batchId
