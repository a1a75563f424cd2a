SELECT batch_id, file, stem, sha256, status, cancelled, owner, leased_until, row_count, counts, finishes, taken_at,
       read_at, finished_at
FROM batch
WHERE batch_id = ANY(:batchIds)
ORDER BY batch_id
FOR UPDATE
