DELETE FROM line_health
WHERE line IN (SELECT line FROM line_health WHERE since < :before LIMIT :limit)
