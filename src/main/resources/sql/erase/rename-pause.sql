UPDATE pause
SET name = :renamed
WHERE scope = 'group'
  AND name = :mailbox
