INSERT INTO media_part (content_id, part_no, content, stored_at)
VALUES (:contentId, :partNo, :content, :now)
