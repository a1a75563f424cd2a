INSERT INTO chat (chat_id, look_at)
VALUES (:chatId, :lookAt)
ON CONFLICT DO NOTHING
