UPDATE chat_group
SET may_move_at = CAST(:at AS TIMESTAMP WITH TIME ZONE)
WHERE mailbox = ANY(:mailboxes)
