UPDATE mailbox
SET sent = :sent, lease = NULL, due_at = :due
WHERE mailbox = :mailbox
  AND lease = :lease
