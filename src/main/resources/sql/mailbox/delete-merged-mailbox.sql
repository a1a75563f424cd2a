DELETE FROM mailbox
WHERE mailbox = :mailbox
