DELETE FROM refusal
WHERE source_id IN (SELECT source_id FROM refusal WHERE batch_id = :batchId ORDER BY row_no LIMIT :limit)
