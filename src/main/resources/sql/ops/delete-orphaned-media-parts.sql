DELETE FROM media_part
WHERE (content_id, part_no) IN (
    SELECT content_id, part_no
    FROM media_part AS old
    WHERE old.stored_at < :before
      AND NOT EXISTS (SELECT 1 FROM media WHERE media.content_id = old.content_id)
    ORDER BY old.stored_at
    LIMIT :limit)
