SELECT chat_id, line, state, look_at, published_as
FROM chat
WHERE chat_id = ANY(:chatIds)
ORDER BY chat_id
FOR UPDATE
