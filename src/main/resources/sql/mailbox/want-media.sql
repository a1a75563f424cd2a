UPDATE media
SET wanted_at = :now, due_at = :now
WHERE sha256 = ANY(:sha256s)
  AND due_at IS NULL
