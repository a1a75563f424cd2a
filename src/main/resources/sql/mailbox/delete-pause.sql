DELETE FROM pause
WHERE scope = :scope
  AND name = :name
