UPDATE chat
SET line = :line, state = :state, look_at = :lookAt, published_as = :publishedAs
WHERE chat_id = :chatId
