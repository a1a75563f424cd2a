UPDATE mailbox
SET due_at = :until
WHERE mailbox = ANY(:mailboxes)
