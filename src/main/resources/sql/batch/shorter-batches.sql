SELECT batch_id, file, stem, status, content_bytes, content_sha256
FROM batch
WHERE status IN ('working', 'done')
  AND content_bytes < :bytes
ORDER BY taken_at DESC, batch_id
LIMIT :limit
