SELECT mailbox
FROM mailbox
WHERE mailbox = ANY(:mailboxes)
  AND lease IS NOT NULL
