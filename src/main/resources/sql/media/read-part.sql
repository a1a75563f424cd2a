SELECT content
FROM media_part
WHERE content_id = :contentId
  AND part_no = :partNo
