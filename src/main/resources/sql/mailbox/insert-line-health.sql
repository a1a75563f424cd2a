INSERT INTO line_health (line, status, since)
VALUES (:line, :status, :now)
ON CONFLICT DO NOTHING
