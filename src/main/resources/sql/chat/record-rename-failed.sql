UPDATE chat_group
SET rename_failed_at = :now
WHERE chat_id = :chatId
