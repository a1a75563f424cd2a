UPDATE chat_group
SET status = 'failed', turn_no = NULL, turn_at = NULL, may_move_at = NULL
WHERE mailbox = ANY(:mailboxes)
  AND command_id = ANY(:commandIds)
  AND status = 'creating'
