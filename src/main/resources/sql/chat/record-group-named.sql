UPDATE chat_group
SET named_at = :now
WHERE chat_id = :chatId
  AND named_at IS NULL
