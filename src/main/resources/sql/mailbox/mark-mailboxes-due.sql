UPDATE mailbox
SET arrived = arrived + 1, due_at = COALESCE(due_at, :now)
WHERE mailbox = ANY(:mailboxes)
