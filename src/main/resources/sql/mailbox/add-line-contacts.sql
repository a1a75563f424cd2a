UPDATE line_contacts
SET contacts = contacts + :contacts
WHERE line = :line
  AND since = :since
