SELECT sha256, content_id, file, content_type, size_bytes, failing_since, refused_since
FROM media
WHERE due_at <= :now
  AND (failing_since IS NOT NULL) = :failing
ORDER BY due_at
LIMIT 1
FOR UPDATE SKIP LOCKED
