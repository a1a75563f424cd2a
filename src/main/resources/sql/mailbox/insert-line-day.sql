INSERT INTO line_day (line, on_day, messages)
VALUES (:line, :day, 0)
ON CONFLICT DO NOTHING
