SELECT batch_id, file, stem, sha256, status, cancelled, owner, leased_until, row_count, counts, finishes, taken_at,
       read_at, finished_at
FROM batch
WHERE status <> 'ending'
ORDER BY taken_at DESC, batch_id
LIMIT :limit
