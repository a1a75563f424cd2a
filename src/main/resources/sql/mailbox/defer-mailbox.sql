UPDATE mailbox
SET due_at = :until
WHERE mailbox = :mailbox
