UPDATE chat_group
SET chat_id = :chatId, status = 'created', turn_no = NULL
WHERE mailbox = :mailbox
