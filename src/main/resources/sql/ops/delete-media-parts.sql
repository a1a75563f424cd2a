DELETE FROM media_part
WHERE content_id = ANY(:contentIds)
