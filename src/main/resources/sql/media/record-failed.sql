UPDATE media
SET problem = :problem, wanted_at = NULL, due_at = NULL, failing_since = NULL, refused_since = NULL
WHERE sha256 = :sha256
