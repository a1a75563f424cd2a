SELECT line, status, since
FROM line_health
ORDER BY line
LIMIT :limit
