UPDATE chat
SET look_at = :until
WHERE chat_id = :chatId
  AND look_at = :claimedUntil
