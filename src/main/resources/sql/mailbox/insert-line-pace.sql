INSERT INTO line_pace (line, turn_at)
VALUES (:line, :turnAt)
ON CONFLICT DO NOTHING
