DELETE FROM line_day
WHERE (line, on_day) IN (SELECT line, on_day FROM line_day WHERE on_day < CAST(:before AS DATE) LIMIT :limit)
