SELECT line, messages
FROM line_day
WHERE on_day = :day
ORDER BY line
LIMIT :limit
