SELECT batch_id, file, stem, sha256, status, cancelled, owner, leased_until, row_count, counts, finishes, taken_at,
       read_at, finished_at
FROM batch
WHERE content_sha256 = :sha256
  AND status IN ('working', 'done')
ORDER BY taken_at DESC, batch_id
LIMIT 1
