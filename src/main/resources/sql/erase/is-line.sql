SELECT 1
FROM line_day
WHERE line = :handle
LIMIT 1
