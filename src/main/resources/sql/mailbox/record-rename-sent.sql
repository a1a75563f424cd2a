UPDATE chat_group
SET rename_sent_at = :sentAt
WHERE chat_id = :chatId
