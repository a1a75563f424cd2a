UPDATE media
SET due_at = :dueAt, failing_since = :failingSince, refused_since = :refusedSince
WHERE sha256 = :sha256
