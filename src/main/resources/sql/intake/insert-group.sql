INSERT INTO chat_group (mailbox, group_ref, chat_id, line, command_id, member_set, display_name, status, entered_at)
VALUES (:mailbox, :groupRef, :chatId, :line, :commandId, :memberSet, :displayName, :status, :now)
ON CONFLICT DO NOTHING
