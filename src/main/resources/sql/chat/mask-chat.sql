UPDATE chat
SET state = :state, published_as = :publishedAs
WHERE chat_id = :chatId
