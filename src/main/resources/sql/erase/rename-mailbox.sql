UPDATE mailbox
SET mailbox = :renamed
WHERE mailbox = :mailbox
