SELECT mailbox, lease IS NOT NULL AS leased
FROM mailbox
WHERE mailbox = ANY(:mailboxes)
ORDER BY mailbox
FOR UPDATE
