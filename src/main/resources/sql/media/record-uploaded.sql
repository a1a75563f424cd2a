UPDATE media
SET attachment_id = :attachmentId, usable_until = :usableUntil, wanted_at = NULL, due_at = NULL, failing_since = NULL, problem = NULL
WHERE sha256 = :sha256
