UPDATE poll
SET chat_id = :chatId, command_id = :commandId, state = :state, changed_at = :now
WHERE message_id = :messageId
