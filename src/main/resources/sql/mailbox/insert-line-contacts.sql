INSERT INTO line_contacts (line, since, contacts)
VALUES (:line, :since, 0)
ON CONFLICT DO NOTHING
