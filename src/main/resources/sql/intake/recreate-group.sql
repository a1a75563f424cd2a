UPDATE chat_group
SET command_id = :commandId, line = :line, member_set = :memberSet, display_name = :displayName, status = :status,
    chat_id = NULL, named_at = NULL, entered_at = :now, turn_no = NULL, turn_at = NULL,
    may_move_at = CAST(:mayMoveAt AS TIMESTAMP WITH TIME ZONE)
WHERE mailbox = :mailbox
  AND status = 'failed'
