UPDATE chat_group
SET chat_id = :chatId, status = 'created'
WHERE mailbox = :mailbox
