UPDATE chat_group
SET line = :line, member_set = :memberSet, may_move_at = :mayMoveAt
WHERE mailbox = :mailbox
