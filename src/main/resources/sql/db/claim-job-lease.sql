UPDATE lease
SET owner = :owner, ends_at = :endsAt
WHERE name = :name
  AND (owner = :owner OR ends_at < :now)
