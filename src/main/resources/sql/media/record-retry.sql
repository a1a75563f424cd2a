UPDATE media
SET due_at = :dueAt, failing_since = :failingSince
WHERE sha256 = :sha256
