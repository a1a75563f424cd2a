UPDATE chat_group
SET status = 'failed', turn_no = NULL, turn_at = NULL, may_move_at = NULL
WHERE mailbox = :mailbox
  AND chat_id IS NULL
