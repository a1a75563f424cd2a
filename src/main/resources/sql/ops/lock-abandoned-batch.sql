-- Its reader died and no other instance has continued: none of its parts was released.
SELECT batch_id
FROM batch
WHERE status = 'reading'
  AND taken_at < :before
  AND (leased_until IS NULL OR leased_until < :before)
LIMIT 1
FOR UPDATE SKIP LOCKED
