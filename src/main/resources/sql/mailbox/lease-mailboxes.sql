UPDATE mailbox
SET due_at = :until, lease = :lease
WHERE mailbox = ANY(:mailboxes)
