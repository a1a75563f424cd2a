UPDATE member_set
SET mailbox = :renamed
WHERE mailbox = :mailbox
