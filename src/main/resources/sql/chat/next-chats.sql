SELECT chat_id, line, state, look_at, published_as
FROM chat
WHERE chat_id > :after
ORDER BY chat_id
LIMIT :limit
