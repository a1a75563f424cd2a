UPDATE chat_group
SET turn_no = :turnNo
WHERE mailbox = :mailbox
  AND turn_at IS NULL
