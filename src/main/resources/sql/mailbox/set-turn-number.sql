UPDATE chat_group
SET turn_no = :turnNo, turn_at = NULL
WHERE mailbox = :mailbox
