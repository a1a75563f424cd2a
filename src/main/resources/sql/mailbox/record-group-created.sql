UPDATE chat_group
SET chat_id = :chatId, status = 'created', turn_no = NULL, may_move_at = NULL
WHERE mailbox = :mailbox
