UPDATE mailbox
SET due_at = :now
WHERE mailbox = :mailbox
  AND lease IS NULL
  AND due_at > :now
