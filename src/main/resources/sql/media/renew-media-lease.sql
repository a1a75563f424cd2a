UPDATE media
SET due_at = :until
WHERE sha256 = :sha256
  AND due_at = :from
