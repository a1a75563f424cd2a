INSERT INTO line_day (line, on_day, sent)
VALUES (:line, :day, 0)
ON CONFLICT DO NOTHING
