SELECT name
FROM pause
WHERE scope = 'line'
  AND name = ANY(:lines)
