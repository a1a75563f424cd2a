SELECT mailbox
FROM mailbox
WHERE mailbox = ANY(:mailboxes)
  AND lease IS NULL
ORDER BY mailbox
FOR UPDATE SKIP LOCKED
