UPDATE command
SET mailbox = :mailbox
WHERE mailbox = :merged
  AND status IN ('delayed', 'waiting', 'confirming')
