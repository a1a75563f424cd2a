UPDATE media
SET usable_until = NULL
WHERE attachment_id = :attachmentId
