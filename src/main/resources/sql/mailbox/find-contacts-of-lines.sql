SELECT line, since, contacts
FROM line_contacts
WHERE line = ANY(:lines)
  AND since > :after
