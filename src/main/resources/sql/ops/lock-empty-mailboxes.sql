SELECT mailbox
FROM mailbox
WHERE mailbox = ANY(:mailboxes)
  AND due_at IS NULL
  AND lease IS NULL
ORDER BY mailbox
FOR UPDATE SKIP LOCKED
