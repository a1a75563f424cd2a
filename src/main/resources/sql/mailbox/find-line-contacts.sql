SELECT line, since, contacts
FROM line_contacts
WHERE since > :after
ORDER BY line, since
LIMIT :limit
