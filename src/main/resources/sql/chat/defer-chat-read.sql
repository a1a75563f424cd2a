UPDATE chat
SET look_at = :lookAt
WHERE chat_id = :chatId
  AND look_at < :lookAt
