DELETE FROM line_contacts
WHERE (line, since) IN (SELECT line, since FROM line_contacts WHERE since < :before LIMIT :limit)
