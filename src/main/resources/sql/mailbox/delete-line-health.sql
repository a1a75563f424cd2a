DELETE FROM line_health
WHERE line = :line
  AND (status <> 'REFUSED' OR since < :refusedBefore)
