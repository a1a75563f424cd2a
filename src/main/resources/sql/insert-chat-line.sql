INSERT INTO chat_line (chat_id, line)
VALUES (:chatId, :line)
ON CONFLICT DO NOTHING
