INSERT INTO chat_group (mailbox, group_ref, chat_id, line, command_id, member_set, display_name, status, entered_at, may_move_at)
VALUES (:mailbox, :groupRef, :chatId, :line, :commandId, :memberSet, :displayName, :status, :now, CAST(:mayMoveAt AS TIMESTAMP WITH TIME ZONE))
ON CONFLICT DO NOTHING
