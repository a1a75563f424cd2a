INSERT INTO media (sha256, content_id, file, content_type, size_bytes, used_at)
VALUES (:sha256, :contentId, :file, :contentType, :size, :now)
ON CONFLICT DO NOTHING
