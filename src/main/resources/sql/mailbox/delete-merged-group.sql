DELETE FROM chat_group
WHERE mailbox = :mailbox
