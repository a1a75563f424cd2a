DELETE FROM lease
WHERE name = :name
  AND owner = :owner
