UPDATE mailbox
SET sent = :sent, lease = :lease, due_at = :due, arrived = arrived + 1
WHERE mailbox = :mailbox
