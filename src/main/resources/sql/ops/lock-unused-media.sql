SELECT sha256, content_id
FROM media
WHERE used_at < :before
  AND NOT EXISTS (SELECT 1 FROM media_use WHERE media_use.sha256 = media.sha256)
ORDER BY used_at
LIMIT :limit
FOR UPDATE SKIP LOCKED
