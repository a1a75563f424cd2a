SELECT mailbox
FROM mailbox
WHERE mailbox = :mailbox
FOR UPDATE
