UPDATE media
SET usable_until = NULL
WHERE attachment_id = :upload
   OR (download_url = :upload AND url_given_at < :preparedBefore)
