UPDATE chat
SET line = :line, state = :state, look_at = :lookAt, published_as = :publishedAs,
    left_at = CASE WHEN :left THEN CAST(:now AS TIMESTAMP WITH TIME ZONE) END
WHERE chat_id = :chatId
