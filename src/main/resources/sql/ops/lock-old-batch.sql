-- Done, and nobody writes its results anew. With failed rows it stays for a retry as long as these do.
SELECT batch_id
FROM batch
WHERE status = 'done'
  AND finished_at < :before
  AND (finished_at < :failedBefore OR NOT (counts LIKE '%"failed"%' OR counts LIKE '%"unconfirmed"%'))
  AND (leased_until IS NULL OR leased_until < :now)
ORDER BY finished_at
LIMIT 1
FOR UPDATE SKIP LOCKED
