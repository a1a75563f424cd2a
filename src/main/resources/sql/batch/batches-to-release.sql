SELECT batch_id, file, stem, sha256, status, cancelled, owner, leased_until, row_count, counts, finishes, taken_at,
       read_at, finished_at
FROM batch
WHERE status = 'working'
  AND EXISTS (SELECT 1
              FROM batch_part
              WHERE batch_part.status = 'waiting'
                AND batch_part.batch_id = batch.batch_id)
ORDER BY batch_id
