SELECT batch_id, file, stem, sha256, status, cancelled, owner, leased_until, row_count, counts, finishes, taken_at,
       read_at, finished_at
FROM batch
WHERE status <> 'ending'
  AND (file = CAST(:name AS VARCHAR)
   OR batch_id = CAST(:name AS VARCHAR)
   OR (CHAR_LENGTH(CAST(:name AS VARCHAR)) >= :shortestBeginning
       AND LEFT(batch_id, CHAR_LENGTH(CAST(:name AS VARCHAR))) = CAST(:name AS VARCHAR)))
ORDER BY taken_at DESC, batch_id
