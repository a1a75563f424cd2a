UPDATE poll
SET chat_id = :chatId, command_id = :commandId, state = :state
WHERE message_id = :messageId
