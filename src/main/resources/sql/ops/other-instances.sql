-- By the clock of the database, which has written the times.
SELECT host, version, started_at, seen_at, EXTRACT(EPOCH FROM CURRENT_TIMESTAMP - seen_at) AS silent_seconds, counts
FROM instance
WHERE instance_id <> :instanceId
  AND seen_at > CURRENT_TIMESTAMP - INTERVAL '5' MINUTE
ORDER BY seen_at DESC
LIMIT :limit
