INSERT INTO media_use (sha256, user_id, used_at)
VALUES (:sha256, :userId, :now)
ON CONFLICT DO NOTHING
