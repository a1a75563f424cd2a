-- Done, and its results are not being written again. A batch with failed rows is kept for a retry as long as failed commands.
SELECT batch_id
FROM batch
WHERE status = 'done'
  AND finished_at < :before
  AND (finished_at < :failedBefore OR NOT (counts LIKE '%"failed"%' OR counts LIKE '%"unconfirmed"%'))
  AND (leased_until IS NULL OR leased_until < :now)
ORDER BY finished_at
LIMIT 1
FOR UPDATE SKIP LOCKED
