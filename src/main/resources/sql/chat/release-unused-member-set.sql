DELETE FROM member_set
WHERE mailbox = :mailbox
