SELECT mailbox
FROM chat_group
WHERE mailbox = ANY(:mailboxes)
ORDER BY mailbox
FOR UPDATE
