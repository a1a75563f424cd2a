UPDATE chat_group
SET turn_no = NULL, turn_at = :now
WHERE mailbox = :mailbox
  AND turn_no >= 0
