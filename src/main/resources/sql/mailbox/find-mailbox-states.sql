SELECT mailbox, lease, due_at, sent
FROM mailbox
WHERE mailbox = ANY(:mailboxes)
