INSERT INTO media_part (content_id, part_no, content, stored_at)
SELECT :contentId, part_no, content, :now
FROM media_part
WHERE content_id = (SELECT content_id FROM media WHERE sha256 = :sha256)
