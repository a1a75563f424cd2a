UPDATE media
SET attachment_id = :attachmentId, usable_until = :usableUntil, download_url = :downloadUrl, url_given_at = :now,
    wanted_at = NULL, due_at = NULL, failing_since = NULL, refused_since = NULL, problem = NULL
WHERE sha256 = :sha256
